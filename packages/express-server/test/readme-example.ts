import { platformContract } from '@aloha-pi/contracts/platform'
import { createExpressEndpoints, initServer } from '@ts-rest/express'
import express from 'express'
import { listen, readJsonBody, refuseOtherMethods, usePlainJson } from '@aloha-pi/express-server'

export async function serveMe() {
  const app = express()
  usePlainJson(app)
  const { me } = platformContract
  const routes = initServer().router(me, { get: async () => ({ status: 401, body: undefined }) })
  createExpressEndpoints(me, routes, app, { globalMiddleware: [readJsonBody({ bytes: 16_384 })] })
  refuseOtherMethods(app, me, (_req, res) => void res.status(405).end())
  return listen({ handler: app, port: 0 })
}
