import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startRecordingServer } from './recording-server.ts'

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))

test('each command of the README leads its program to the mock', async () => {
  const readme = await readFile(path('../../src/redirect/README.md'), 'utf8')
  const [, block = ''] = /```sh\n(.*?)```/s.exec(readme) ?? []
  const commands = block.trim().split('\n')
  const mock = await startRecordingServer((res) => res.end('from the mock'))
  const cwd = await makeDependent()
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter)

  for (const command of commands) {
    // The documented ports may be taken on this machine.
    const line = command.replace('http://127.0.0.1:4141', mock.url)
    const env = { ...process.env, PATH, MOCK_PI_URL: mock.url }
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', line], { cwd, env })
    expect({ command, stdout, stderr }).toEqual({
      command,
      stdout: expect.stringMatching(/^from the mock$/m),
      stderr: expect.stringContaining(`are redirected to ${mock.url};`),
    })
  }

  expect(commands).toHaveLength(4)
  expect(mock.requests).toHaveLength(4)
})

/** A package with a program `app.js`, on which its tests run, and this package among its dependencies. */
async function makeDependent() {
  const folder = await mkdtemp(join(tmpdir(), 'redirect-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'node_modules/@aloha-pi'), { recursive: true })
  await symlink(path('../..'), join(folder, 'node_modules/@aloha-pi/mock-pi'), 'dir')
  await copyFile(path('programs/ask-pi.cjs'), join(folder, 'app.js'))
  const scripts = { test: 'node app.js' }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'commonjs', scripts }))
  return folder
}
