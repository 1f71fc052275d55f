import { expect, test } from 'vitest'
import { readUpstream } from '../../src/record/read-upstream.ts'
import { startRecorder } from '../../src/record/start-recorder.ts'
import { haveRecorder, haveServer, upstreamAt } from './have-recorder.ts'

test.each([
  ['https://api.minepi.com', 'is taken'],
  ['http://127.0.0.1:3141', 'is taken'],
  ['http://localhost:3141', 'is taken'],
  ['http://[::1]:3141', 'is taken'],
  ['http://api.minepi.com', 'must be https, because keys are sent there'],
  ['http://127.0.0.1.example.com', 'must be https, because keys are sent there'],
  ['https://api.minepi.com/v2', 'must be only an origin'],
  ['https://api.minepi.com/?a=b', 'must be only an origin'],
  ['https://user:secret@api.minepi.com', 'must not have a user name or password'],
  ['ftp://api.minepi.com', 'must be a URL like https://api.minepi.com'],
  ['api.minepi.com', 'must be a URL like https://api.minepi.com'],
])('the upstream %s: %s', (text, rule) => {
  const read = readUpstream(text)
  expect(read.ok ? 'is taken' : read.rule).toContain(rule)
})

test('a recorder in front of itself is refused', async () => {
  const { port } = new URL(await haveServer(() => {}))
  const first = await haveRecorder('http://127.0.0.1:1')
  await first.close(0)
  const own = new URL(first.url).port
  const listener = { onExchange: () => {}, onUnfinished: () => {} }
  await expect(
    startRecorder({ upstream: upstreamAt(`http://localhost:${own}`), port: Number(own), listener }),
  ).rejects.toThrow('--upstream is the address of mock-pi record itself')
  await expect(
    startRecorder({ upstream: upstreamAt('http://localhost:1'), port: Number(port), listener }),
  ).rejects.toThrow(`Port ${port} is in use`)
})
