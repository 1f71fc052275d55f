import { spawn, execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const readme = read('../README.md')
const [start = '', calls = ''] = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, lines]) => lines)

/** As pasted, except that the pnpm at hand serves for npx, which would ask the registry. */
const withoutNpx = (lines: string) => `npx() { shift 2; pnpm "$@"; }\n${lines}`

test('the command of the README starts a mock that serves its calls', async () => {
  const { packageManager } = JSON.parse(read('../../../package.json'))
  expect(start).toMatch(`npx -y ${packageManager} mock-pi --port 4141 `)
  // The documented port may be taken on this machine.
  const url = await startPasted(start.replace('4141', '0'))
  const lines = calls.replaceAll('localhost:4141', new URL(url).host)

  const { stdout } = await promisify(execFile)('bash', ['-euc', lines.replaceAll('\n', '; echo\n')])

  const [session, begun, ...more] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(more).toEqual([])
  expect(session).toMatchObject({ user: { username: 'alice' }, access_token: expect.any(String) })
  expect(begun.payment).toMatchObject({ amount: 3.14, direction: 'user_to_app' })
})

test.each([
  './readme-example.test.ts',
  './readme-payout-example.test.ts',
  './readme-journal-example.test.ts',
  './readme-faults-example.test.ts',
  './readme-presets-example.test.ts',
  './readme-snapshot-example.test.ts',
])('an example of the README is the test that runs beside this one: %s', (file) =>
  expect(readme).toContain(`\`\`\`ts\n${read(file)}\`\`\``),
)

test('its example for Playwright is the test that runs in Chromium', () => {
  const file = read('./playwright/readme-example.browser.test.ts').replace(
    "import { expect, mock, test } from './playwright-test.ts'\n",
    "import { expect, test } from '@playwright/test'\n\nconst mock = { url: 'http://127.0.0.1:3141' }\n",
  )
  expect(file).toContain('@playwright/test')
  expect(readme).toContain(`\`\`\`ts\n${file}\`\`\``)
})

/** Runs a line in a shell at the root of the clone; returns the URL that the mock prints. */
async function startPasted(line: string): Promise<string> {
  const shell = spawn('bash', ['-euc', withoutNpx(line)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C in a terminal reaches the whole group.
    detached: true,
  })
  const ended = once(shell, 'close')
  onTestFinished(async () => {
    process.kill(-Number(shell.pid), 'SIGINT')
    await ended
  })
  for await (const printed of createInterface({ input: shell.stdout })) {
    const url = /Control +(http:\S+)\/_mock$/.exec(printed)?.[1]
    if (url != null) return url
  }
  throw new Error('The mock ended before it was ready')
}
