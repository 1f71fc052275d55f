// Only Express with one route, for orientation between bare node:http and the mock.
import express from 'express'
import type { AddressInfo } from 'node:net'
import { serveParent } from './target-process.ts'

const body: unknown = JSON.parse(process.argv[2] ?? '{}')
const app = express()
app.disable('x-powered-by')
app.get('/v2/payments/:id', (_, res) => void res.json(body))
const server = app.listen(0, '127.0.0.1', () =>
  serveParent({ port: (server.address() as AddressInfo).port }),
)
