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

/** A Chromium to run, with the variables that it needs; else why there is none. */
export type FoundChromium =
  | { ok: true; executable: string; env: Record<string, string> }
  | { ok: false; reason: string }

/** Finds the machine's Chromium, or unpacks one from npm. */
export async function findChromium(): Promise<FoundChromium> {
  const executable = installed.find((path) => existsSync(path))
  if (executable != null) return { ok: true, executable, env: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const reason = `no Chromium is installed, and npm has none for ${process.platform} ${process.arch}`
    return { ok: false, reason }
  }
  const unpacked = await unpackChromium(cache)
  return {
    ok: true,
    executable: unpacked.executable,
    env: { LD_LIBRARY_PATH: unpacked.libraries },
  }
}

/** Starts a Chromium with more arguments. Without one, says why: the test is to be skipped. */
export async function launchChromium(more: readonly string[] = []): Promise<LaunchedChromium> {
  const found = await findChromium()
  if (!found.ok) return found
  const browser = await chromium.launch({
    executablePath: found.executable,
    args: [...flags, ...more],
    env: { ...process.env, ...found.env },
  })
  return { ok: true, browser }
}
