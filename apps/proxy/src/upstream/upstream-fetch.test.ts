import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createUpstreamFetch } from './upstream-fetch.ts'

// It takes requests and never responds.
const server = createServer(() => {})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('the deadline of the caller ends a call, even one that is a little late', async () => {
  const { fetch, close } = createUpstreamFetch({ timeoutMs: 200, sockets: 1 })
  const { port } = server.address() as AddressInfo

  const call = fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_500) })

  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
  await close()
})
