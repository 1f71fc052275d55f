import { createExpressEndpoints, initServer } from '@ts-rest/express'
import express, { type NextFunction, type Request, type Response } from 'express'
import { onTestFinished } from 'vitest'
import {
  classifyRequestError,
  listen,
  readJsonBody,
  readJsonOrForm,
  refuseOtherMethods,
  usePlainJson,
  type BodyLimits,
  type FormOptions,
} from '../src/index.ts'
import { tinyContract } from './tiny-contract.ts'

const handlers = initServer().router(tinyContract, {
  read: async ({ params }) => ({ status: 200, body: { id: params.id } }),
  write: async ({ body }) => echo(body),
  order: async ({ body }) => echo(body),
  ping: async ({ req }) => echo(req.body),
  finish: async ({ params }) => echo(params),
  nothing: async () => ({ status: 401, body: undefined }),
  problem: async () => ({ status: 404, body: { title: 'Resource Missing' } }),
  // @ts-expect-error a response that breaks the contract
  broken: async () => ({ status: 200, body: { id: 1 } }),
})

function echo(received: unknown) {
  return {
    status: 200,
    body: { received: received === undefined ? 'undefined' : received },
  } as const
}

/** Serves the tiny contract for one test; refusals come back as JSON. */
export async function serveTiny(
  limits: BodyLimits = { bytes: 1_000 },
  forms?: FormOptions | undefined,
) {
  const app = express()
  usePlainJson(app)
  createExpressEndpoints(tinyContract, handlers, app, {
    logInitialization: false,
    responseValidation: true,
    globalMiddleware: [forms == null ? readJsonBody(limits) : readJsonOrForm(limits, forms)],
    requestValidationErrorHandler: (error, _req, _res, next) => next(error),
  })
  refuseOtherMethods(app, tinyContract, (req, res, allow) => {
    res.status(405).json({ method: req.method, allow })
  })
  app.use((_req: Request, res: Response) => void res.status(404).json({ kind: 'not_found' }))
  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const refusal = classifyRequestError(error)
    res
      .status(refusal.kind === 'fault' ? 500 : 400)
      .json(refusal.kind === 'fault' ? { kind: 'fault', error: String(refusal.error) } : refusal)
  })
  const server = await listen({ handler: app, port: 0, hosts: ['127.0.0.1'] })
  onTestFinished(() => server.close())

  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    port: server.port,
    /** Status and JSON of a response. */
    async ask(path: string, init: RequestInit & { duplex?: 'half' } = {}) {
      const response = await fetch(url + path, init)
      return { status: response.status, body: (await response.json()) as unknown }
    },
  }
}
