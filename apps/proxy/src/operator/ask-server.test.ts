import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  ask,
  createHang,
  echo,
  haveFolder,
  startOperatorSocket,
} from '../../test/operator-socket.ts'

test('a server that is silent leaves the outcome unknown', async () => {
  const { dataDir } = await startOperatorSocket(createHang().hang)
  expect(await ask(dataDir, [], { silentMs: 100 })).toMatchObject({
    code: 1,
    printed: ['begun'],
    complaints: [expect.stringMatching(/^The server was silent for 0.1 s before .* is unknown/)],
  })
})

test.each(['{"out":"half', 'nonsense\n', '{"exit":"0"}\n', '{"exit":-1}\n', ''])(
  'a server that sends %j leaves the outcome unknown',
  async (text) => {
    const dataDir = await haveFolder()
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.end(text)
    })
    server.listen(join(dataDir, 'operator.sock'))
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    expect(await ask(dataDir)).toMatchObject({
      code: 1,
      printed: [],
      complaints: [expect.stringContaining('whether the command took effect is unknown')],
    })
  },
)

test('without a socket, and on one that no one listens on, nothing was done', async () => {
  const { dataDir, socket, close } = await startOperatorSocket(echo)
  await close()
  expect(await ask(dataDir)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^There is no operator\.sock in that folder: the process is st/),
  })
  await writeFile(socket, '')
  expect(await ask(dataDir)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^No one listens on operator\.sock in that folder/),
  })
})
