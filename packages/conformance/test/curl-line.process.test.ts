import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { WireRequest } from '../src/http/wire.ts'
import { curlLine } from '../src/secrets/curl-line.ts'
import { createSecrets } from '../src/secrets/secrets.ts'

const KEY = `k'e"y$1\\\`x\`0123456789`
const secrets = createSecrets()
secrets.add({ value: KEY, label: 'API key', shell: '$CONFORMANCE_API_KEY' })
secrets.add({ value: `${KEY.slice(0, -1)}x`, label: 'wrong', shell: '${CONFORMANCE_API_KEY%?}x' })

/** The words that a shell makes of the line, without curl. */
function wordsOf(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`
  const env = { ...process.env, CONFORMANCE_API_KEY: KEY }
  return execFileSync('bash', ['-euc', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
}

const request = (wish: Partial<WireRequest>): WireRequest => ({
  method: 'GET',
  origin: 'http://127.0.0.1:3141',
  path: '/v2/me',
  headers: [],
  ...wish,
})

test.each<[string, Partial<WireRequest>, string[]]>([
  ['a read', {}, ['http://127.0.0.1:3141/v2/me']],
  [
    'a key in a header',
    { headers: [['authorization', `Key ${KEY}`]] },
    ['-H', `authorization: Key ${KEY}`, 'http://127.0.0.1:3141/v2/me'],
  ],
  [
    'a wrong key',
    { headers: [['authorization', `Key ${KEY.slice(0, -1)}x`]] },
    ['-H', `authorization: Key ${KEY.slice(0, -1)}x`, 'http://127.0.0.1:3141/v2/me'],
  ],
  [
    'quotes, dollars and line ends in a body',
    {
      method: 'POST',
      headers: [['content-type', 'application/json']],
      body: `{"a":"it's $HOME\n\`id\`"}`,
    },
    [
      '-H',
      'content-type: application/json',
      '--data-raw',
      `{"a":"it's $HOME\n\`id\`"}`,
      'http://127.0.0.1:3141/v2/me',
    ],
  ],
  [
    'a key beside them',
    { method: 'POST', headers: [['content-type', 'x']], body: `$HOME "${KEY}" \`id\` \\` },
    [
      '-H',
      'content-type: x',
      '--data-raw',
      `$HOME "${KEY}" \`id\` \\`,
      'http://127.0.0.1:3141/v2/me',
    ],
  ],
  [
    'a long run of one character',
    {
      method: 'POST',
      headers: [['content-type', 'x']],
      body: `"${'$'.repeat(300)}${'a'.repeat(5000)}"`,
    },
    [
      '-H',
      'content-type: x',
      '--data-raw',
      `"${'$'.repeat(300)}${'a'.repeat(5000)}"`,
      'http://127.0.0.1:3141/v2/me',
    ],
  ],
  ['a POST without a body', { method: 'POST' }, ['-X', 'POST', 'http://127.0.0.1:3141/v2/me']],
  [
    'an empty header',
    { headers: [['authorization', '']] },
    ['-H', 'authorization;', 'http://127.0.0.1:3141/v2/me'],
  ],
])('%s comes out of the shell as it was sent', (_, wish, words) => {
  const line = curlLine(request(wish), secrets)
  expect(line).toMatch(/^curl -sS -i --path-as-is /)
  expect(wordsOf(line).slice(3)).toEqual(words)
})

test('no line holds the key, and a long run is short in it', () => {
  const body = `"${KEY}${'a'.repeat(5000)}"`
  const line = curlLine(
    request({ method: 'POST', body, headers: [['authorization', KEY]] }),
    secrets,
  )
  expect(line).not.toContain(KEY.slice(0, 12))
  expect(line.length).toBeLessThan(400)
})
