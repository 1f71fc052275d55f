import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startChain } from './start-chain.ts'

/** Reads a stream as a program without a library for events would: line by line. */
const PYTHON = `
import json, sys, urllib.request
request = urllib.request.Request(sys.argv[1], headers={'Accept': 'text/event-stream'})
with urllib.request.urlopen(request, timeout=20) as stream:
    for line in stream:
        if line.startswith(b'data: {'):
            print(json.loads(line[6:])['sequence'], flush=True)
`
const programs = [
  {
    name: 'curl',
    args: (url: string) => ['-sN', '-H', 'Accept: text/event-stream', url],
    sequences: (output: string) =>
      output
        .split('\n')
        .filter((line) => line.startsWith('data: {'))
        .map((line) => Number(JSON.parse(line.slice(6)).sequence)),
  },
  {
    name: 'python3',
    args: (url: string) => ['-c', PYTHON, url],
    sequences: (output: string) => output.trim().split('\n').map(Number),
  },
]

test.for(programs)('$name reads a stream until it ends', async (program, { skip }) => {
  const { name, args, sequences } = program
  const found = spawnSync(name, ['--version'])
  skip(found.status !== 0, `${name} is not on this machine`)
  const { url, world } = await startChain({ ledger_close: 'by-hand' })
  const limit = 4
  const reader = spawn(name, args(`${url}/ledgers?cursor=0&limit=${limit}`))
  onTestFinished(() => void reader.kill())
  const output = text(reader.stdout)
  const exit = once(reader, 'exit')
  await once(reader, 'spawn')
  for (let ledger = 1; ledger < limit; ledger++) world.ledger.close()
  expect(await exit).toEqual([0, null])
  expect(sequences(await output)).toEqual([1, 2, 3, 4])
})

test('neither a reset nor the end of a mock leaves a timer or a socket of a stream behind', async () => {
  const path = fileURLToPath(new URL('../programs/close-with-streams.ts', import.meta.url))
  const program = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void program.kill())
  const output = text(program.stdout)
  // A stream lasts 55 s, and its program as long as anything of it is left.
  expect(await once(program, 'exit')).toEqual([0, null])
  expect(await output).toBe('3\n')
}, 20_000)
