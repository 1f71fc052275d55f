import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { guide } from './readme-guide.ts'
import { makeProject, OLDEST, type OutsideProject } from './outside-project.ts'

const made = await makeProject()
if ('noResponse' in made) process.stderr.write(`The tarballs were not tried: ${made.noResponse}\n`)
// Never used where there is none: each test is skipped before it begins.
const project = made as OutsideProject
beforeEach(({ skip }) => {
  if ('noResponse' in made) skip(made.noResponse)
})
afterAll(() => ('noResponse' in made ? undefined : project.remove()))

/** A mock by its command, as installed. */
async function startMock(
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<{ url: string; apiKey: string; tlsPort?: number }> {
  const command = path.join(project.folder, 'node_modules/.bin/mock-pi')
  const child = spawn(command, ['--port', '0', '--json', ...args], {
    env: { ...project.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill()
    await ended
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return JSON.parse(line) as { url: string; apiKey: string; tlsPort?: number }
}

test('the tests of the READMEs pass in a project that installed the packages', async () => {
  await project.bash(
    'npx vitest run --reporter=default --reporter=json --outputFile.json=report.json',
  )
  const report = readFileSync(path.join(project.folder, 'report.json'), 'utf8')
  expect(JSON.parse(report)).toMatchObject({ success: true, numPassedTests: 3, numTotalTests: 3 })
})

test('its types hold, with every declaration checked that the packages lead to', async () => {
  const read = await project.bash('npx tsc --singleThreaded --listFiles')
  for (const name of ['client', 'mock-pi', 'proxy', 'contracts']) {
    expect(read).toContain(`node_modules/@aloha-pi/${name}/dist/`)
  }
  expect(read).not.toContain('@ts-rest')
})

test('its commands run: the mock, and contract tests of it', async () => {
  const mock = await startMock()
  const lines = guide('conformance')
    .replaceAll('http://127.0.0.1:4141', mock.url)
    .replace('YOUR_API_KEY', mock.apiKey)

  const printed = await project.bash(lines)

  expect(printed.split('\n').filter((line) => line.includes(' failed, '))).toEqual([
    expect.stringMatching(/^0 failed, \d+ passed, \d+ skipped: /),
    expect.stringMatching(/^0 failed, \d{3} passed, 0 skipped: /),
  ])
  const junit = readFileSync(path.join(project.folder, 'conformance.xml'), 'utf8')
  expect(junit).toContain('<testsuites ')
})

test.each([
  ['the browser SDK', '/pi-sdk.js', 'no real Pi is moved'],
  ['the script of the host page', '/host.js', 'open_consent_modal'],
])('the installed mock carries %s', async (_, path, text) => {
  const mock = await startMock()
  const response = await fetch(`${mock.url}${path}`)
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining(text)])
})

test('its entry for Playwright loads where no Playwright is installed', async () => {
  const script =
    "import('@aloha-pi/mock-pi/playwright').then((entry) => console.log(Object.keys(entry).sort().join()))"
  expect(await project.bash(`node -e "${script}"`)).toBe('noPiHosts,usePi\n')
})

test('whole programs are redirected to the mock by the installed package', async () => {
  const mock = await startMock()
  const script = `fetch('https://api.minepi.com/v2/payments/incomplete_server_payments', { headers: { Authorization: 'Key ${mock.apiKey}' } }).then(async (answer) => console.log(answer.status, await answer.text()))`
  const printed = await project.bash(
    `MOCK_PI_URL=${mock.url} node --import @aloha-pi/mock-pi/redirect -e "${script}"`,
  )
  expect(printed).toContain('200 {"incomplete_server_payments":[]}')
})

test('programs in any language are led to the mock by the installed command', async ({ skip }) => {
  skip(!(await project.bash('curl --version || true')).startsWith('curl '), 'needs curl')
  const pay =
    'curl -sS -H "Authorization: Key $PI_API_KEY" https://api.minepi.com/v2/payments/incomplete_server_payments'
  const printed = await project.bash(
    `export MOCK_PI_DATA_DIR=$PWD/certificates
npx --no-install @aloha-pi/mock-pi exec -- sh -c '${pay}; echo; node -e "fetch(process.argv[1]).then((response) => console.log(response.status))" https://api.testnet.minepi.com/'`,
  )
  expect(printed).toBe('{"incomplete_server_payments":[]}\n200\n')
})

test('the installed command reads seed files in YAML and has their JSON Schema', async () => {
  const printed = await project.bash(
    `printf 'users: [{ username: carol, balance: 25 }]' > seed.yaml
npx --no-install @aloha-pi/mock-pi seed check seed.yaml
npx --no-install @aloha-pi/mock-pi seed schema > schema.json
cmp schema.json node_modules/@aloha-pi/mock-pi/dist/docs/seed-data.schema.json && echo same`,
  )
  expect(printed).toBe('seed.yaml is a seed file: 0 apps, 1 user, 0 accounts, 0 payments\nsame\n')
})

test('the installed mock serves https with the certificate that it prints', async ({ skip }) => {
  skip(!(await project.bash('curl --version || true')).startsWith('curl '), 'needs curl')
  const env = { MOCK_PI_DATA_DIR: path.join(project.folder, 'certificates') }
  const { tlsPort } = await startMock(['--tls-port', '0'], env)
  const url = `https://sdk.minepi.com:${tlsPort}/pi-sdk.js`
  const printed = await project.bash(
    `export MOCK_PI_DATA_DIR=${env.MOCK_PI_DATA_DIR}
npx --no-install @aloha-pi/mock-pi ca print > ca.pem
curl -sS --cacert ca.pem --connect-to ::127.0.0.1:${tlsPort} ${url}`,
  )
  expect(printed).toContain('no real Pi is moved')
})

const program = readFileSync(new URL('programs/pay.js', import.meta.url), 'utf8')

test.each([OLDEST, '24', process.versions.node])(
  'JavaScript runs with Node %s',
  async (release) => {
    const node = project.nodes[release]
    const printed = await project.bash(
      `${node} --version; ${node} --input-type=module <<'END'\n${program}\nEND`,
    )

    const [version, response = ''] = printed.split('\n')
    expect(version).toMatch(new RegExp(`^v${release}\\b`))
    expect(JSON.parse(response)).toEqual({
      refused: true,
      completed: true,
      again: 200,
      page: true,
      failed: 0,
      passed: true,
      valid: true,
      fixture: 'captured',
    })
  },
)

test('the mock starts without Stellar’s library, which stays a separate file', () => {
  const dist = path.join(project.folder, 'node_modules/@aloha-pi/mock-pi/dist')
  const read = (name: string) => readFileSync(path.join(dist, name), 'utf8')
  const started = new Set<string>()
  const follow = (name: string) => {
    if (started.has(name)) return
    started.add(name)
    const imports = read(name).matchAll(/^(?:import|export) .*?["']\.\/([^"'/]+\.js)["'];$/gms)
    for (const [, next] of imports) follow(next!)
  }
  follow('main.js')
  const stellar = readdirSync(dist).filter(
    (name) => name.endsWith('.js') && read(name).includes('@stellar/stellar-sdk/'),
  )
  expect(started.size).toBeGreaterThan(2)
  expect(stellar).not.toEqual([])
  expect(stellar.filter((name) => started.has(name))).toEqual([])
})
