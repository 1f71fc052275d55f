import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { readJsonBody } from '../src/index.ts'

/** What becomes of a request whose connection ends while a middleware before the body still waits. */
async function sendBroken(headers: string, body: string): Promise<unknown> {
  const outcome = Promise.withResolvers<unknown>()
  const app = express()
  app.use(async (req: Request, _res: Response, next: NextFunction) => {
    await new Promise((resolve) => req.socket.once('close', resolve))
    next()
  })
  app.use(readJsonBody({ bytes: 1_000 }), () => outcome.resolve('served'))
  app.use((error: unknown, _req: Request, _res: Response, _next: NextFunction) =>
    outcome.resolve(error),
  )
  const server = createServer(app).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(`POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`)
  return outcome.promise
}

test.each([
  ['shorter than its length', 'Content-Length: 10', '{}'],
  ['without its last chunk', 'Transfer-Encoding: chunked', '2\r\n{}\r\n'],
  ['with a broken chunk', 'Transfer-Encoding: chunked', '2\r\n{}xx\r\n0\r\n\r\n'],
])('a body %s is refused, however late it is read', async (_, headers, body) => {
  expect(await sendBroken(headers, body)).toMatchObject({
    kind: 'malformed',
    reason: 'it ended early',
  })
})
