import { existsSync } from 'node:fs'
import path from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** For tests. */
type Machine = { platform?: NodeJS.Platform; exists?: (file: string) => boolean }

const LINUX = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
]
const MACOS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const WINDOWS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/** The first browser of this machine that has Chromium's options. */
export function findBrowser(
  env: Environment,
  { platform = process.platform, exists = existsSync }: Machine = {},
): string | undefined {
  return placesOf(env, platform).find((file) => exists(file))
}

function placesOf(env: Environment, platform: NodeJS.Platform): string[] {
  switch (platform) {
    case 'darwin':
      return join(['/Applications', path.posix.join(env['HOME'] ?? '/', 'Applications')], MACOS)
    case 'win32': {
      const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => env[name])
      const files = WINDOWS.map((parts) => path.win32.join(...parts))
      return folders.flatMap((folder) =>
        folder == null ? [] : files.map((file) => path.win32.join(folder, file)),
      )
    }
    default:
      return join((env['PATH'] ?? '').split(':').filter(path.posix.isAbsolute), LINUX)
  }
}

/** The first file in each folder, then the second one. */
function join(folders: readonly string[], files: readonly string[]): string[] {
  return files.flatMap((file) => folders.map((folder) => path.posix.join(folder, file)))
}
