import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CommandPorts } from '../command/command-ports.ts'
import { readMockArguments } from '../command/mock-arguments.ts'
import { OPEN_OPTIONS } from '../command/pages.ts'
import { UsageError } from '../command/usage-error.ts'
import { findRunningMock, startOwnMock, type UsedMock } from '../command/use-mock.ts'
import { PI_DOMAINS_IN_WORDS } from '../http/pi-hosts.ts'
import { openEntrances } from '../tunnel/open-entrances.ts'
import { browserFlags } from './browser-flags.ts'
import { findBrowser } from './find-browser.ts'
import { runBrowser } from './run-browser.ts'

const USAGE = 'write `mock-pi open http://localhost:3000`, with the address of your app'
const NO_BROWSER =
  'Chrome, Chromium and Edge are not found on this machine. Install one, or name it with --browser PATH'
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** `mock-pi open [options] URL`: opens an app in a browser for which Pi's hosts are a mock. */
export async function openCommand(args: string[], ports: CommandPorts): Promise<void> {
  const { url, options, own, positionals } = readMockArguments(args, {
    env: ports.env,
    port: '3141',
    own: OPEN_OPTIONS,
  })
  const page = readPage(positionals)
  const browser = typeof own['browser'] === 'string' ? own['browser'] : findBrowser(ports.env)
  if (browser == null) throw new Error(NO_BROWSER)
  const mock = url == null ? await startOwnMock(options, ports) : await findRunningMock(url)
  try {
    await openWithMock(mock, { ports, browser, page, headless: own['headless'] === true })
  } finally {
    await mock.close()
  }
}

type Opening = { ports: CommandPorts; browser: string; page: URL; headless: boolean }

async function openWithMock(mock: UsedMock, { ports, browser, page, headless }: Opening) {
  const say = (line: string) => ports.say(`mock-pi open: ${line}`)
  const entrances = await openEntrances({
    mock: mock.address,
    tlsPort: 0,
    env: ports.env,
    now: ports.now(),
    log: say,
  })
  const profile = mkdtempSync(path.join(tmpdir(), 'mock-pi-open-'))
  try {
    const { tlsPort, authority } = entrances
    if (tlsPort == null) throw new Error('https is not served')
    say(`in this browser ${PI_DOMAINS_IN_WORDS} are the mock at ${mock.address.url}`)
    if (!LOOPBACK.test(page.hostname)) {
      say(
        `${page.hostname} is not this machine, so the browser may ask before its pages reach the mock, or refuse it`,
      )
    }
    const { certificate } = authority
    const flags = browserFlags({ tlsPort, certificate, profile, headless })
    await runBrowser(browser, [...flags, page.href])
  } finally {
    await entrances.close()
    // A browser that was ended may still write.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

function readPage(positionals: readonly string[]): URL {
  const [text, ...others] = positionals
  const page = text == null ? null : URL.parse(text)
  if (page == null || others.length > 0) throw new UsageError(USAGE)
  if (page.protocol !== 'http:' && page.protocol !== 'https:') throw new UsageError(USAGE)
  return page
}
