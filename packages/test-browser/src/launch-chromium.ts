// The types of playwright-core need the browser's.
/// <reference lib="dom" />
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from 'playwright-core'
import { unpackChromium } from './unpack-chromium.ts'

export type LaunchedChromium = { ok: true; browser: Browser } | { ok: false; reason: string }

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url))
// Chromium by itself asks for updates, experiments and more; a test records every request.
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts the machine's Chromium, or one from npm, with more arguments. Without either, says why: the test is to be
 * skipped.
 */
export async function launchChromium(more: readonly string[] = []): Promise<LaunchedChromium> {
  const args = [...flags, ...more]
  const executable = installed.find((path) => existsSync(path))
  if (executable != null) return { ok: true, browser: await launch(executable, args) }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const reason = `no Chromium is installed, and npm has none for ${process.platform} ${process.arch}`
    return { ok: false, reason }
  }
  const unpacked = await unpackChromium(cache)
  const browser = await launch(unpacked.executable, args, { LD_LIBRARY_PATH: unpacked.libraries })
  return { ok: true, browser }
}

function launch(
  executablePath: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Browser> {
  return chromium.launch({ executablePath, args, env: { ...process.env, ...env } })
}
