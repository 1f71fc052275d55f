import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { haveWorld } from '../../test/have-world.ts'
import { sendStream } from './send-stream.ts'
import type { EventSource } from './run-stream.ts'
import { createStreamPlaces } from './stream-places.ts'

const EVENT = `data: ${'x'.repeat(10_000)}\n\n`

/** A server of one place for streams, with a client that has asked and reads nothing until the test does. */
async function haveReader(source: EventSource) {
  const { world } = haveWorld()
  const streams = createStreamPlaces(1)
  const faults: unknown[] = []
  const reportFault = (fault: unknown) => void faults.push(fault)
  const horizon = { world, url: () => '', streams, reportFault }
  const server = createServer((req, res) => {
    // Express's own requests and responses are these with more methods, which a stream does not need.
    const asked = { req, res } as never
    const { body } = sendStream(horizon, asked, source) as { body: Readable }
    body.pipe(res)
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause()
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const hasPlace = () => {
    const leave = streams.take()
    leave?.()
    return leave != null
  }
  return { socket, faults, hasPlace }
}

test('a slow reader keeps the stream waiting: no event is made before there is room for it', async () => {
  let made = 0
  const { socket, hasPlace } = await haveReader({
    limit: Infinity,
    *read() {
      for (;;) {
        made++
        yield EVENT
      }
    },
  })
  await expect.poll(() => made).toBeGreaterThan(2)
  let before = 0
  // What the buffers of both sockets take is made at once, and nothing after that.
  while (made > before) {
    before = made
    await wait(100)
  }
  expect(made * EVENT.length).toBeLessThan(50_000_000)
  expect(hasPlace()).toBe(false)

  socket.resume()
  await expect.poll(() => made).toBeGreaterThan(before)
  socket.destroy()
  await expect.poll(hasPlace).toBe(true)
})

test('a fault ends the stream and is reported, and its place is free again', async () => {
  const fault = new Error('planted')
  const { faults, hasPlace } = await haveReader({
    limit: 1,
    read() {
      throw fault
    },
  })
  await expect.poll(() => faults).toEqual([fault])
  expect(hasPlace()).toBe(false)
})
