import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { rawGet } from '../load/raw-request.ts'
import { runServer } from './run-server.ts'

const generator = fileURLToPath(new URL('../load/any-generator.ts', import.meta.url))
const serve = (handler: string) => (port: number) => [
  '-e',
  `require('node:http').createServer(${handler}).listen(${port}, '127.0.0.1')`,
]
const isReady = async (url: string) => (await fetch(`${url}/ready`)).ok
const cwd = import.meta.dirname

test.each([
  ['a length', "(q, r) => r.end('x'.repeat(100))", true],
  ['chunks', "(q, r) => { r.write('a'); setTimeout(() => r.end('b'), 1) }", true],
  [
    'status 429 later',
    "(q, r) => { r.statusCode = q.url === '/ready' ? 200 : 429; r.end() }",
    false,
  ],
  ['no kept connection', '(q, r) => { r.shouldKeepAlive = false; r.end() }', false],
])('load on a server with %s', async (_, handler, isRight) => {
  const server = await runServer({ args: serve(handler), cwd, isReady })
  onTestFinished(() => server.stop())
  const job = { port: server.port, requests: [rawGet('/a'), rawGet('/b')], connections: 2 }
  // A busy machine may serve a few requests in a tenth of a second.
  const args = [generator, JSON.stringify({ ...job, durationMs: 1_000 })]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const { requests, errors } = JSON.parse(stdout)
  expect(requests > 10 && errors === 0).toBe(isRight)
  expect(await server.residentBytes()).toBeGreaterThan(2 ** 20)
})

test('a server that ends at its start is reported with its last line', async () => {
  const args = () => ['-e', "console.error('no such document'); process.exit(3)"]
  await expect(runServer({ args, cwd, isReady })).rejects.toThrow(
    'it ended at its start: no such document',
  )
})
