import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { rawGet, rawPost } from '../load/raw-request.ts'
import { bundleMock } from '../targets/bundle-mock.ts'
import { installMock } from './install-mock.ts'
import type { ServerStart } from './run-server.ts'

export type Contender = {
  name: string
  /** What it does for each request of the measurement. */
  does: string
  /** What is special about this run of it. */
  note?: string
  start: ServerStart
  /** The bytes of the measured requests, which are sent in turn, once the server runs. */
  requests: (url: string) => Promise<readonly string[]>
}

/** A mock that takes part, or why it does not. */
export type Prepared =
  | { ok: true; contender: Contender }
  | { ok: false; name: string; reason: string }

const PAYMENT = '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m'
const DOCUMENT = fileURLToPath(new URL('../../../../docs/openapi/platform.json', import.meta.url))

/** Ours as it is published, and the others in their newest versions. */
export async function prepareContenders(folder: string): Promise<Prepared[]> {
  return [
    { ok: true, contender: bareHttp(folder) },
    { ok: true, contender: await mockPi(folder) },
    await prepare('@stoplight/prism-cli', 'latest', prism),
    await prepare('@mockoon/cli', 'latest', mockoon),
    // Version 1 under this name is another program.
    await prepare('emulate', '^0', emulate),
    await prepare('@copilotkit/aimock', 'latest', aimock),
  ]
}

async function prepare(
  name: string,
  range: string,
  make: (folder: string) => Promise<Omit<Contender, 'name'>>,
): Promise<Prepared> {
  const installed = await installMock(name, range)
  if (!installed.ok) return { ok: false, name, reason: installed.reason }
  const made = await make(installed.folder)
  const notes = [made.note, installed.note].filter((each) => each != null)
  const note = notes.length === 0 ? {} : { note: notes.join('; ') }
  return { ok: true, contender: { ...made, ...note, name: `${name} ${installed.version}` } }
}

async function isOk(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  const response = await fetch(url, { headers })
  await response.text()
  return response.ok
}

function bareHttp(folder: string): Contender {
  const script = `const body = JSON.stringify({ text: 'x'.repeat(700) })
require('node:http').createServer((q, r) => { r.setHeader('content-type', 'application/json'); r.end(body) }).listen(Number(process.argv[1]), '127.0.0.1')`
  return {
    name: 'bare node:http',
    does: 'sends 700 bytes',
    start: {
      args: (port) => ['-e', script, String(port)],
      cwd: folder,
      isReady: (url) => isOk(url),
    },
    requests: async () => [rawGet('/')],
  }
}

async function mockPi(folder: string): Promise<Contender> {
  const bundle = await bundleMock(folder)
  let key: string | undefined
  // The same at each start: only the first one is measured with a second request.
  const keyOf = async (url: string) => {
    if (key == null) {
      const response = await fetch(`${url}/_mock/apps`)
      const { apps } = (await response.json()) as { apps: { api_key: string }[] }
      key = apps[0]?.api_key
    }
    return { authorization: `Key ${key}` }
  }
  return {
    name: 'mock-pi',
    does: 'GET one payment of its state; key, request and response are checked, and the journal keeps both',
    start: {
      args: (port) => [bundle, '--port', String(port), '--json'],
      cwd: folder,
      isReady: async (url) => isOk(`${url}${PAYMENT}`, await keyOf(url)),
    },
    requests: async (url) => [rawGet(PAYMENT, await keyOf(url))],
  }
}

const KEY = { authorization: 'Key secret' }

async function prism(folder: string): Promise<Omit<Contender, 'name'>> {
  const program = path.join(folder, 'node_modules/@stoplight/prism-cli/dist/index.js')
  return {
    does: 'GET one payment from our OpenAPI document: the example in it; request and response are checked',
    start: {
      args: (port) => [program, 'mock', '-p', String(port), '-v', 'error', DOCUMENT],
      cwd: folder,
      isReady: (url) => isOk(`${url}${PAYMENT}`, KEY),
    },
    requests: async () => [rawGet(PAYMENT, KEY)],
  }
}

async function mockoon(folder: string): Promise<Omit<Contender, 'name'>> {
  const program = path.join(folder, 'node_modules/@mockoon/cli/bin/run.js')
  return {
    does: 'GET one payment from our OpenAPI document: a body that it made from the schema; nothing is checked',
    start: {
      args: (port) => [
        program,
        'start',
        '--data',
        DOCUMENT,
        '--port',
        String(port),
        '--hostname',
        '127.0.0.1',
        '--disable-log-to-file',
        '--disable-admin-api',
      ],
      cwd: folder,
      // What it keeps for a user stays in its folder.
      env: { HOME: folder },
      isReady: (url) => isOk(`${url}${PAYMENT}`, KEY),
    },
    requests: async () => [rawGet(PAYMENT, KEY)],
  }
}

/** It allows 5,000 requests an hour for each. */
const KEYS = 200

async function emulate(folder: string): Promise<Omit<Contender, 'name'>> {
  const program = path.join(folder, 'node_modules/emulate/dist/index.js')
  const token = { authorization: 'Bearer sk_test_emulate' }
  return {
    does: 'GET one Stripe payment intent of its state, with a key',
    start: {
      args: (port) => [program, 'start', '--service', 'stripe', '--port', String(port)],
      cwd: folder,
      isReady: (url) => isOk(`${url}/v1/payment_intents`, token),
    },
    requests: async (url) => {
      const response = await fetch(`${url}/v1/payment_intents`, {
        method: 'POST',
        headers: token,
        body: new URLSearchParams({ amount: '314', currency: 'usd' }),
      })
      const { id } = (await response.json()) as { id?: string }
      if (id == null) throw new Error(`it made no payment intent (status ${response.status})`)
      return Array.from({ length: KEYS }, (_, key) =>
        rawGet(`/v1/payment_intents/${id}`, { authorization: `Bearer sk_test_emulate${key}` }),
      )
    },
  }
}

async function aimock(folder: string): Promise<Omit<Contender, 'name'>> {
  const program = path.join(folder, 'node_modules/@copilotkit/aimock/dist/cli.js')
  const fixtures = path.join(folder, 'fixtures.json')
  const match = { userMessage: 'hello' }
  const response = { content: 'x'.repeat(400) }
  await writeFile(fixtures, JSON.stringify({ fixtures: [{ match, response }] }))
  const body = { model: 'gpt-4', messages: [{ role: 'user', content: 'hello' }] }
  const request = rawPost('/v1/chat/completions', body, { authorization: 'Bearer secret' })
  const ask = async (url: string) => {
    const asked = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await asked.text()
    return asked.ok
  }
  return {
    does: 'POST one chat completion of OpenAI: the response of a fixture; its journal keeps the request',
    start: {
      args: (port) => [program, '--port', String(port), '-f', fixtures, '--log-level', 'silent'],
      cwd: folder,
      isReady: ask,
    },
    requests: async () => [request],
  }
}
