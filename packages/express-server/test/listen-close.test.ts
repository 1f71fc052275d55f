import { Agent, get } from 'node:http'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { listen } from '../src/index.ts'

test('closing waits for a running request, and not for the connection that stays open after it', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const server = await listen({
    port: 0,
    handler: async (_req, res) => {
      started.resolve()
      await finish.promise
      res.end('done')
    },
  })
  const agent = new Agent({ keepAlive: true })
  const responding = once(get({ host: '127.0.0.1', port: server.port, agent }), 'response')
  await started.promise

  const before = performance.now()
  const closed = server.close(60_000)
  finish.resolve()
  const [response] = await responding
  response.resume()
  await closed

  expect(response.statusCode).toBe(200)
  // node's own keep-alive time is 5 s.
  expect(performance.now() - before).toBeLessThan(3_000)
  agent.destroy()
})

test('every server is shown before it is bound', async () => {
  const seen: boolean[] = []
  const server = await listen({
    port: 0,
    handler: (_req, res) => res.end(),
    prepare: (each) => seen.push(each.listening),
  })
  await server.close()

  expect(seen.length).toBeGreaterThanOrEqual(1)
  expect(seen).not.toContain(true)
})
