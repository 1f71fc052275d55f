import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { runProgram, type Running } from '../testkit/run-program.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const proxy = proxyProgram()
let dataDir = ''
let removeFolder: () => Promise<void>
beforeAll(async () => {
  const folder = await makeTempDir()
  removeFolder = () => folder.remove()
  dataDir = join(folder.path, 'data')
})
afterAll(() => removeFolder())

function run(file: URL, args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const running = runProgram(file, args, { DATA_DIR: dataDir, ...env })
  onTestFinished(async () => {
    running.process.kill('SIGKILL')
    await running.ended
  })
  return running
}

/** The proxy in front of nothing: it starts all the same. */
const serve = () =>
  run(proxy, ['serve'], {
    PI_API_URL: 'http://127.0.0.1:9',
    PI_API_KEY: 'test',
    PORT: '0',
    METRICS_PORT: 'off',
    PROXY_READY: 'json',
  })

test('of two servers at once one runs and the other ends with a sentence that names it', async () => {
  const both = [serve(), serve()]
  const second = await Promise.race(both.map((each) => each.ended.then(() => each)))
  const first = both.find((each) => each !== second)
  await first?.line(/^\{/)

  const { code, stdout, stderr } = await second.ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(
    new RegExp(
      `^The database in .*data is in use by process ${first?.process.pid} \\(since 20.*Z\\): stop it, or set DATABASE_URL`,
    ),
  )
  expect(stderr.trim().split('\n')).toHaveLength(1)
})

test('a SIGKILL of the server leaves a socket that keeps no command and no server away', async () => {
  const server = serve()
  await server.line(/^\{/)
  server.process.kill('SIGKILL')
  await server.ended
  const socket = join(dataDir, 'operator.sock')
  expect((await stat(socket)).isSocket()).toBe(true)

  const keys = ['keys', 'create', '--client', 'shop', '--scopes', 'read']
  const created = await run(proxy, keys).ended
  expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^aloha_live_\w+\n$/) })
  const again = serve()
  await again.line(/^\{/)
  expect(await run(proxy, ['keys', 'list']).ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(' shop '),
  })
  again.process.kill('SIGTERM')
  expect((await again.ended).code).toBe(0)
  await expect(stat(socket)).rejects.toThrow('ENOENT')
})
