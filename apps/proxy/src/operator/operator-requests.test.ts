import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ask, echo, send, startOperatorSocket, untilClosed } from '../../test/operator-socket.ts'
import type { Command } from './command.ts'
import { operatorReplySchema } from './operator-wire.ts'

const KEY = `aloha_live_00000000000_${'s'.repeat(49)}`

const fail: Command = async () => {
  throw new Error('the disk is full')
}

test.each([
  ['a line that is too long', [`${'x'.repeat(20_000)}\n`], 'at most 16384 bytes'],
  ['a line that never ends', ['x'.repeat(60_000)], 'at most 16384 bytes'],
  ['bad JSON', ['{"command":\n'], 'one line of JSON'],
  ['an empty line', ['\n'], 'one line of JSON'],
  ['an unknown command', ['{"command":"migrate","args":[]}\n'], 'command must be "keys" or'],
  ['no arguments', ['{"command":"keys"}\n'], 'args is required'],
  ['an argument of another type', ['{"command":"keys","args":[1]}\n'], 'args.0 must be'],
  ['33 arguments', [toRequest(Array.from({ length: 33 }, () => 'x'))], 'args must have at most 32'],
  ['a long argument', [toRequest(['x'.repeat(1_025)])], 'args.0 must have at most 1024'],
  ['another field', ['{"command":"keys","args":[],"env":{}}\n'], 'must not have "env"'],
])('%s is refused, and the server serves on', async (_, pieces, problem) => {
  const { socket, dataDir, lines } = await startOperatorSocket(echo)
  const [err, exit, ...more] = (await send(socket, ...pieces)).trim().split('\n')
  expect(JSON.parse(err ?? '')).toEqual({ err: expect.stringContaining(problem) })
  expect([exit, more]).toEqual(['{"exit":2}', []])
  expect(lines).toEqual([expect.stringContaining('was refused')])
  expect(await ask(dataDir)).toMatchObject({ code: 3 })
})
function toRequest(args: string[]): string {
  return `${JSON.stringify({ command: 'keys', args })}\n`
}

test('a request may arrive in pieces, and what follows it is ignored', async () => {
  const { socket } = await startOperatorSocket(echo)
  const received = await send(socket, '{"command":"keys",', '"args":["a"]}\n{"command"', ':1}\n')
  expect(received.split('\n')[0]).toBe('{"out":"a"}')
  expect(received).toContain('{"exit":3}')
})

test('a connection that sends no request in time is ended', async () => {
  const { socket, dataDir } = await startOperatorSocket(echo)
  const begin = performance.now()
  expect(await send(socket, '{"command"')).toBe('')
  // It would never end by itself.
  expect(performance.now() - begin).toBeLessThan(10_000)
  expect(await ask(dataDir)).toMatchObject({ code: 3 })
})

test('a request that trickles in is ended in time', async () => {
  const { socket: path } = await startOperatorSocket(echo)
  const socket = connect(path)
  const closed = untilClosed(socket)
  const trickle = setInterval(() => void socket.write(' '), 50)
  onTestFinished(() => clearInterval(trickle))
  socket.resume()
  await closed
  expect(socket.bytesWritten).toBeLessThan(20)
})

test('a caller who leaves before the reply stops nothing', async () => {
  const ended = Promise.withResolvers<void>()
  const { socket: path, dataDir } = await startOperatorSocket(async (_, { print }) => {
    await once(socket, 'close')
    for (let line = 0; line < 1_000; line += 1) print('x'.repeat(1_000))
    ended.resolve()
    return 0
  })
  const socket: Socket = connect(path)
  socket.write(toRequest([]))
  socket.once('connect', () => setTimeout(() => socket.destroy(), 50))
  await ended.promise
  expect((await stat(join(dataDir, 'operator.sock'))).isSocket()).toBe(true)
})

test('a caller who never reads the reply is dropped', async () => {
  const { socket: path, close } = await startOperatorSocket(async (_, { print }) => {
    for (let line = 0; line < 5_000; line += 1) print('x'.repeat(1_000))
    return 0
  })
  const socket = connect(path)
  const closed = untilClosed(socket)
  socket.pause()
  socket.write(toRequest([]))
  await new Promise((resolve) => setTimeout(resolve, 600))
  let received = 0
  socket.on('data', ({ length }) => (received += length)).resume()
  await closed
  expect(received).toBeLessThan(5_000_000)
  await close()
})

test('a fault of a command is not called a failure of it, and only the log says which', async () => {
  const { dataDir, lines, done } = await startOperatorSocket(fail)
  expect(await ask(dataDir, ['create'])).toEqual({
    ok: true,
    code: 1,
    printed: [],
    complaints: [
      expect.stringMatching(/its log has the error\. Whether .* took effect is unknown\.$/),
    ],
  })
  expect(lines.join('')).toContain('the disk is full')
  expect(done()).toBe(1)
})

test('each command is one line in the log, with an id and no other value', async () => {
  const ok: Command = async () => 0
  const { dataDir, lines } = await startOperatorSocket(ok)
  await ask(dataDir, ['create', '--client', 'canaryclient00', '--scopes', 'read'])
  await ask(dataDir, ['revoke', '0Ab3456789z'])
  await ask(dataDir, ['release', 'fd5f5c0e-0000-4000-8000-000000000000', 'cancel'])
  await ask(dataDir, ['lane', 'adopt', `G${'A'.repeat(55)}`])
  await ask(dataDir, ['pause', '--client', 'canaryclient00'])
  const about = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(about.map(({ command, subcommand, id, exit }) => [command, subcommand, id, exit])).toEqual(
    [
      ['keys', 'create', undefined, 0],
      ['keys', 'revoke', '0Ab3456789z', 0],
      ['keys', 'release', 'fd5f5c0e-0000-4000-8000-000000000000', 0],
      ['keys', 'lane adopt', `G${'A'.repeat(55)}`, 0],
      ['keys', 'pause', undefined, 0],
    ],
  )
  expect(lines.join('')).not.toMatch(/canary|scopes|cancel/)
})

test('a key that is shown on purpose reaches the caller unmasked, and any other key does not', async () => {
  const { dataDir, lines } = await startOperatorSocket(async (_, { print, complain }) => {
    print(KEY, 'key')
    print(KEY)
    complain(KEY)
    return 0
  })
  const { printed, complaints } = await ask(dataDir, ['create'])
  expect(printed).toEqual([KEY, expect.not.stringContaining(KEY)])
  expect(complaints).toEqual([expect.not.stringContaining(KEY)])
  expect(lines.join('')).not.toContain('aloha_live')
})

test('a reply that says that it shows anything else is not taken', () => {
  expect(operatorReplySchema.safeParse({ out: KEY, shows: 'seed' }).success).toBe(false)
})

test('P22: a key among arguments that are refused is not logged', async () => {
  const { dataDir, lines } = await startOperatorSocket(async (_, { print }) => {
    print(KEY, 'key')
    return 2
  })
  for (const args of [[KEY], ['revoke', KEY], ['revoke', 'piapikey0123456789abcdef']]) {
    expect(await ask(dataDir, args)).toMatchObject({ printed: [KEY] })
  }
  expect(lines).toHaveLength(3)
  expect(lines.join('')).not.toMatch(/aloha_live|piapikey/)
})
