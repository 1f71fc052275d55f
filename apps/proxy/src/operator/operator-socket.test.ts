import { once } from 'node:events'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  ask,
  createHang,
  echo,
  haveFolder,
  startOperatorSocket,
} from '../../test/operator-socket.ts'
import { askServer } from './ask-server.ts'

test('a command runs in the server, and prints and ends where it was given', async () => {
  const { dataDir, done } = await startOperatorSocket(echo)
  expect(await ask(dataDir, ['list', 'ä\n"'])).toEqual({
    ok: true,
    code: 3,
    printed: ['list ä\n"'],
    complaints: ['line one\nline two'],
  })
  expect(done()).toBe(1)
})

test('only the owner may use the socket, and its temporary folder is gone', async () => {
  const { dataDir, socket } = await startOperatorSocket(echo)
  const { mode } = await stat(socket)
  expect((mode & 0o777).toString(8)).toBe('600')
  expect(await readdir(dataDir)).toEqual(['operator.sock'])
})

test('a socket and a temporary folder of a killed server are replaced', async () => {
  const first = await startOperatorSocket(echo)
  await mkdir(join(first.dataDir, 'operator.sock.new'))
  await writeFile(join(first.dataDir, 'operator.sock.new', 'operator.sock'), '')
  const { dataDir } = await startOperatorSocket(echo, { dataDir: first.dataDir })
  expect(await ask(dataDir)).toMatchObject({ code: 3 })
})

test('closing removes the socket', async () => {
  const { dataDir, close } = await startOperatorSocket(echo)
  await close()
  expect(await readdir(dataDir)).toEqual([])
})

test.skipIf(process.platform !== 'linux')(
  'a path that is longer than a socket address works on Linux',
  async () => {
    const { dataDir, socket, close } = await startOperatorSocket(echo, {
      dataDir: await haveFolder(join('x'.repeat(100), 'y'.repeat(100))),
    })
    expect(await ask(dataDir)).toMatchObject({ ok: true, code: 3 })
    expect(((await stat(socket)).mode & 0o777).toString(8)).toBe('600')
    await close()
    expect(await readdir(dataDir)).toEqual([])
  },
)

test.each([
  ['darwin', /^The path of DATA_DIR is too long: .* at most 103 bytes/],
  ['win32', /^Node has no Unix sockets on Windows$/],
] as const)('on %s a long path is refused in a sentence', async (platform, sentence) => {
  const dataDir = await haveFolder('x'.repeat(120))
  const refused = { ok: false, problem: expect.stringMatching(sentence) }
  const io = { print: () => undefined, complain: () => undefined }
  const request = { command: 'keys' as const, args: [] }
  expect(await askServer({ dataDir, request, io, platform })).toEqual(refused)
  const parts = { dataDir, platform, commands: { keys: echo, payouts: echo, doctor: echo } }
  await expect(startOperatorSocket(echo, parts)).rejects.toThrow(sentence)
  expect(await readdir(dataDir)).toEqual([])
})

test('a command that hangs keeps the server from closing for its grace time only', async () => {
  const { hang, begun } = createHang()
  const { dataDir, close, lines } = await startOperatorSocket(hang)
  const asking = ask(dataDir)
  await begun
  const idle = connect(join(dataDir, 'operator.sock'))
  await once(idle, 'connect')
  const begin = performance.now()
  await close()
  // The command and the idle connection never end by themselves.
  expect(performance.now() - begin).toBeLessThan(10_000)
  expect(await asking).toEqual({
    ok: true,
    code: 1,
    printed: ['begun'],
    complaints: [
      'The connection to the server broke before it reported how the command ended: whether the command took effect is unknown. Check with proxy keys list, and revoke a key that was made but not shown.',
    ],
  })
  expect(lines.join('')).toContain('were interrupted because the server stopped')
})

test('a connection that is made while the server closes does not keep it', async () => {
  const { dataDir, close } = await startOperatorSocket(createHang().hang)
  const asking = ask(dataDir)
  const connecting = connect(join(dataDir, 'operator.sock')).on('error', () => undefined)
  await close()
  expect((await asking).printed).toEqual([])
  connecting.destroy()
})

test('a command under way ends before the server does', async () => {
  const begun = Promise.withResolvers<void>()
  const { dataDir, close } = await startOperatorSocket(
    async () => {
      begun.resolve()
      await new Promise((resolve) => setTimeout(resolve, 200))
      return 5
    },
    { limits: { graceMs: 5_000 } },
  )
  const asking = ask(dataDir)
  await begun.promise
  await close()
  expect(await asking).toMatchObject({ code: 5, complaints: [] })
})
