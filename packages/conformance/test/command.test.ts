import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCommand } from '../src/command/run-command.ts'

const KEY = 'canaryKey0123456789abcdefghijklmnopqrstuv'

async function run(args: string[], env: Record<string, string> = { CONFORMANCE_API_KEY: KEY }) {
  const printed: string[] = []
  const warned: string[] = []
  const code = await runCommand({
    args,
    env,
    print: (line) => printed.push(line),
    warn: (line) => warned.push(line),
    newSeed: () => 77,
    version: '1.2.3',
  })
  return { code, printed: printed.join('\n'), warned: warned.join('\n') }
}

/** Returns 404 to callers with the key, in the shape of Pi unless it is broken. */
async function startTarget({ broken = false } = {}) {
  const server = createServer((req, res) => {
    const isLetIn = req.headers.authorization === `Key ${KEY}`
    res.writeHead(isLetIn ? 404 : 401, { 'content-type': 'application/json' })
    const error = isLetIn && !broken ? 'payment_not_found' : 'invalid_authorization'
    const text = 'This endpoint requires a Server API Key authorization.'
    res.end(JSON.stringify({ error, error_message: text }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const only = ['--only', 'payments.get/unknown']

test('0: everything passed; the key comes from the environment and is not shown', async () => {
  const url = await startTarget()
  const { code, printed } = await run(['--target', 'platform', '--base-url', `${url}/v2`, ...only])
  expect(code).toBe(0)
  expect(printed).toContain(
    `conformance of the Pi Platform API at ${url}\n  read-only; no mock plays the user; seed 77`,
  )
  expect(printed).toContain('ok   payments.get/unknown  An unknown id is payment_not_found')
  expect(printed).toContain('0 failed, 1 passed, 0 skipped: 3 requests in ')
  expect(printed).not.toContain(KEY)
})

test('1: something failed, and is reported with what was sent, what came and how to repeat it', async () => {
  const url = await startTarget({ broken: true })
  const { code, printed } = await run(['--target', 'platform', '--base-url', url, ...only])
  expect(code).toBe(1)
  expect(printed).toContain('FAIL payments.get/unknown')
  expect(printed.split('\n1) ')[1]).toBe(`payments.get/unknown: An unknown id is payment_not_found
   ✗ body.error is "invalid_authorization", not "payment_not_found"
   sent    GET ${url}/v2/payments/conformanceUnknownPayment000
           user-agent: aloha-pi-conformance
           accept: application/json
           authorization: Key [API key]
   came    404
           content-type: application/json
           {"error":"invalid_authorization","error_message":"This endpoint requires a Server API Key authorization."}
   curl    curl -sS -i --path-as-is -H "authorization: Key $CONFORMANCE_API_KEY" '${url}/v2/payments/conformanceUnknownPayment000'
   again   conformance --target platform --base-url ${url} --only 'payments.get/unknown' --seed 77

1 failed, 0 passed, 0 skipped: 3 requests in ${/requests in (\S+ s)/.exec(printed)?.[1]}
the same run again: conformance --target platform --base-url ${url} --only 'payments.get/unknown' --seed 77`)
})

const anywhere = ['--target', 'platform', '--base-url', 'http://127.0.0.1:9']

test.each<[string, string[], string]>([
  ['no target', [], '--target must be "platform" or "aloha"'],
  ['another target', ['--target', 'pi'], '--target must be "platform" or "aloha"'],
  [
    'no base URL',
    ['--target', 'aloha'],
    '--base-url must be an origin, like http://127.0.0.1:3141',
  ],
  [
    'a path in it',
    ['--target', 'aloha', '--base-url', 'http://127.0.0.1:9/v3'],
    '--base-url must be an origin',
  ],
  ['no such option', ['--tarket', 'x'], "Unknown option '--tarket'"],
  ['a word too many', [KEY], 'an argument does not belong to an option: see --help'],
  ['a seed that is none', [...anywhere, '--seed', 'x'], '--seed must be a whole number'],
  ['a run of none', [...anywhere, '--runs', '0'], '--runs must be at least 1'],
  [
    'a payment that cannot be',
    [...anywhere, '--payment', '../me'],
    '--payment must be 1 to 64 letters',
  ],
  ['no such case', [...anywhere, '--only', 'x'], 'no case of platform begins with x: see --list'],
  [
    'nothing there',
    anywhere,
    'http://127.0.0.1:9 does not respond: nothing listens there (ECONNREFUSED)',
  ],
  [
    'no mock there',
    [...anywhere, '--control', 'http://127.0.0.1:9/_mock'],
    'the control API at http://127.0.0.1:9/_mock does not respond',
  ],
  [
    'the real Pi',
    ['--target', 'platform', '--base-url', 'https://api.minepi.com', '--write'],
    'api.minepi.com is the real Pi, where nothing is written unless --allow-mainnet is set',
  ],
])('2: it could not run: %s', async (_, args, sentence) => {
  const { code, warned } = await run(args)
  expect([code, warned]).toEqual([2, expect.stringContaining(`conformance: ${sentence}`)])
  expect(warned).not.toContain(KEY)
})

test('2: without a key, and with one that the target does not take', async () => {
  const url = await startTarget()
  const args = ['--target', 'platform', '--base-url', url]
  expect(await run(args, {})).toMatchObject({
    code: 2,
    warned: 'conformance: --api-key (or CONFORMANCE_API_KEY) must not be empty',
  })
  expect(await run(args, { CONFORMANCE_API_KEY: 'another' })).toMatchObject({
    code: 2,
    warned: `conformance: ${url} refuses the API key: 401`,
  })
})

test('2: a run in which every case was skipped has tested nothing', async () => {
  const url = await startTarget()
  const { code, warned } = await run([
    '--target',
    'platform',
    '--base-url',
    url,
    '--only',
    'payments.approve/when',
  ])
  expect([code, warned]).toEqual([2, 'conformance: nothing was tested: every case was skipped'])
})

test('2: a report that cannot be written', async () => {
  const url = await startTarget()
  const args = ['--target', 'platform', '--base-url', url, ...only, '--junit', '/nowhere/out.xml']
  expect(await run(args)).toMatchObject({
    code: 2,
    warned: expect.stringContaining('the report cannot be written'),
  })
})

test('the reports are written where they are asked for', async () => {
  const url = await startTarget({ broken: true })
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [junit, html] = [join(folder, 'out.xml'), join(folder, 'out.html')]
  await run(['--target', 'platform', '--base-url', url, ...only, '--junit', junit, '--html', html])
  expect(await readFile(junit, 'utf8')).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /,
  )
  expect(await readFile(html, 'utf8')).toMatch(/^<!doctype html>/)
})

test('--version is the version of the package', async () => {
  expect(await run(['--version'], {})).toEqual({ code: 0, printed: '1.2.3', warned: '' })
})

test('--help shows every option and the exit codes, --list every case, and neither needs a target', async () => {
  const help = await run(['--help'], {})
  expect(help.code).toBe(0)
  for (const word of [
    '--target',
    '--control',
    '--write',
    '--allow-mainnet',
    '--private-details',
    '--junit',
    '--html',
    '--list',
    '--seed',
    'CONFORMANCE_API_KEY',
    '2 could not run',
  ]) {
    expect(help.printed).toContain(word)
  }
  const list = await run(['--list', '--target', 'aloha'], {})
  expect(list.code).toBe(0)
  expect(list.printed).toContain('u2a.approve/when-paid  u2a.approve of a payment that is paid')
  expect(list.printed).toContain('[write, control]')
  expect(list.printed).toContain('u2a.details/without-a-key')
  expect(list.printed).not.toContain('u2a.details/private-without-a-key')
  const hidden = await run(['--list', '--target', 'aloha', '--private-details'], {})
  expect(hidden.printed).not.toContain('u2a.details/without-a-key')
  expect(hidden.printed).toContain('u2a.details/private-without-a-key')
})
