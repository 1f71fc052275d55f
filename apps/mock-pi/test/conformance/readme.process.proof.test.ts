import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startMockPi } from '@aloha-pi/mock-pi'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../../../../packages/conformance/README.md')
const [commands = ''] = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, lines]) => lines)

/** As pasted, except that the pnpm at hand serves for npx, which would ask the registry. */
const withoutNpx = (lines: string) => `npx() { shift 2; pnpm "$@"; }\n${lines}`

test('the commands of the README run, and write what they are asked for', async () => {
  const mock = await startMockPi()
  onTestFinished(() => mock.close())
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const lines = commands
    .replaceAll('http://127.0.0.1:3141', mock.url)
    .replace('YOUR_API_KEY', mock.apiKey)
    .replace('out.xml', join(folder, 'out.xml'))
    .replace('out.html', join(folder, 'out.html'))

  const { stdout, stderr } = await promisify(execFile)('bash', ['-euc', withoutNpx(lines)], {
    cwd: ROOT,
  })

  const sums = stdout.split('\n').filter((line) => line.includes(' failed, '))
  expect(sums).toEqual([
    expect.stringMatching(/^0 failed, \d+ passed, \d+ skipped: /),
    expect.stringMatching(/^0 failed, \d{3} passed, 0 skipped: /),
  ])
  expect(await readFile(join(folder, 'out.xml'), 'utf8')).toContain('<testsuites ')
  expect(await readFile(join(folder, 'out.html'), 'utf8')).toContain(
    '<h1>Pi Platform API: conforms',
  )
  expect(`${stdout}${stderr}`).not.toContain(mock.apiKey)
})

test('the command is run as the README says, by the pnpm of this repository', () => {
  const { packageManager } = JSON.parse(read('../../../../package.json'))
  const runs = commands.split('\n').filter((line) => line.includes('main.ts'))
  expect(runs.length).toBe(2)
  expect(runs.filter((line) => !line.startsWith(`npx -y ${packageManager} exec node `))).toEqual([])
})

test('the example of the README is the test that runs beside this one', () => {
  expect(readme).toContain(`\`\`\`ts\n${read('./readme-example.test.ts')}\`\`\``)
})
