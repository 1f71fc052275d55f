import { expect, test } from 'vitest'
import { brokenRedirectRule, isLoopbackUri } from './redirect-uri.ts'

test.each([
  ['https://app.example/signin/callback', false],
  ['https://app.example', false],
  ['https://app.example:8443/back?from=pi', false],
  ['https://xn--bcher-kva.example/', false],
  ['http://localhost:3000/callback', true],
  ['http://localhost', true],
  ['https://127.0.0.1:1/', true],
  ['http://[::1]:65535/?a=b', true],
])('%s is a redirect URI, on this machine: %s', (text, isLoopback) => {
  expect(brokenRedirectRule(text)).toBeUndefined()
  expect(isLoopbackUri(text)).toBe(isLoopback)
})

test.each([
  ['', 'visible ASCII'],
  ['https://app.example/\n', 'visible ASCII'],
  [' https://app.example/', 'visible ASCII'],
  ['https://bücher.example/', 'visible ASCII'],
  ['/signin/callback', 'a whole URL'],
  ['app.example/signin', 'a whole URL'],
  ['https://app.example:99999/', 'a whole URL'],
  ['javascript:alert(1)', 'https://'],
  ['javascript://localhost/%0Aalert(1)', 'https://'],
  ['data:text/html,hello', 'https://'],
  ['file:///etc/passwd', 'https://'],
  ['blob:https://app.example/1', 'https://'],
  ['myapp://callback', 'https://'],
  ['https://app.example/#', 'fragment'],
  ['https://app.example/#a', 'fragment'],
  ['https://alice@app.example/', 'username'],
  ['https://app.example@evil.example/', 'username'],
  ['http://localhost@evil.example/', 'username'],
  ['http://localhost:3000@evil.example/', 'username'],
  ['http://localhost\\@evil.example/', 'backslash'],
  ['https:\\\\app.example', 'backslash'],
  ['https:app.example', 'host as browsers write it'],
  ['https:///app.example', 'host as browsers write it'],
  ['HTTPS://app.example/', 'host as browsers write it'],
  ['https://APP.example/', 'host as browsers write it'],
  ['https://app.%65xample/', 'host as browsers write it'],
  ['http://127.1/', 'host as browsers write it'],
  ['http://0x7f.0.0.1/', 'host as browsers write it'],
  ['http://2130706433/', 'host as browsers write it'],
  ['http://app.example/', 'must be https'],
  ['http://localhost.evil.example/', 'must be https'],
  ['http://localhost./', 'must be https'],
  ['http://notlocalhost/', 'must be https'],
  ['http://127.0.0.1.nip.io/', 'must be https'],
  ['http://127.0.0.2/', 'must be https'],
  ['http://0.0.0.0/', 'must be https'],
  ['http://[::]/', 'must be https'],
  ['http://[::ffff:7f00:1]/', 'must be https'],
  ['http://192.168.0.1/', 'must be https'],
])('%j is refused as a redirect URI: %s', (text, rule) => {
  expect(brokenRedirectRule(text)).toContain(rule)
})
