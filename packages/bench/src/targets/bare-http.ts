// Sends the given bytes for every request: the floor that node:http itself sets.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveParent } from './target-process.ts'

const body = Buffer.from(process.argv[2] ?? '{}')
const server = createServer((_, res) => {
  res.setHeader('content-type', 'application/json; charset=utf-8')
  res.setHeader('content-length', body.length)
  res.end(body)
})
server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }))
