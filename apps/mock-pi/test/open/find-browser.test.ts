import { expect, test } from 'vitest'
import { makeAuthority } from '../../src/authority/make-authority.ts'
import { browserFlags } from '../../src/open/browser-flags.ts'
import { findBrowser } from '../../src/open/find-browser.ts'

const windows = { PROGRAMFILES: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' }

test.for([
  ['linux', { PATH: '/opt/bin:/usr/bin:relative' }, '/usr/bin/chromium'],
  ['linux', { PATH: '/usr/bin' }, '/usr/bin/microsoft-edge'],
  ['darwin', { HOME: '/Users/me' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['darwin', { HOME: '/Users/me' }, '/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium'],
  ['win32', windows, 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ['win32', windows, 'C:\\Users\\me\\AppData\\Local\\Microsoft\\Edge\\Application\\msedge.exe'],
] as const)('on %s, with %j: %s', ([platform, env, file]) => {
  const find = (exists: (found: string) => boolean) => findBrowser(env, { platform, exists })
  expect(find((found) => found === file)).toBe(file)
  expect(find(() => false)).toBeUndefined()
})

test('Chrome comes before Edge, and relative folders are not searched', () => {
  const asked: string[] = []
  const exists = (file: string) => asked.push(file) === 0
  findBrowser({ PATH: 'relative:/usr/bin' }, { platform: 'linux', exists })
  expect(asked[0]).toBe('/usr/bin/google-chrome-stable')
  expect(asked.filter((file) => !file.startsWith('/usr/bin/'))).toEqual([])
})

test('M15: no flag makes the browser less safe for other hosts', () => {
  const { certificate } = makeAuthority({ names: ['a.test'], domains: ['test'], now: Date.now() })
  const options = { tlsPort: 1, certificate, profile: '/profile' }
  for (const headless of [true, false]) {
    const names = browserFlags({ ...options, headless }).map((flag) => flag.replace(/=.*$/, ''))
    expect(names).toEqual([
      '--user-data-dir',
      '--no-first-run',
      '--no-default-browser-check',
      '--host-resolver-rules',
      '--no-proxy-server',
      '--ignore-certificate-errors-spki-list',
      '--user-agent',
      ...(headless ? ['--headless'] : []),
    ])
  }
})
