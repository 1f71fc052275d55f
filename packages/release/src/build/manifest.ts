import { readFileSync } from 'node:fs'
import path from 'node:path'

type Exports = Record<string, string>

/** What is read of a package.json. */
export type Manifest = {
  name: string
  exports: Exports
  bin?: Exports
  peerDependencies?: Record<string, string>
  publishConfig: {
    exports: Record<string, { types: string; default: string }>
    bin?: Exports
  }
}

/** One file that users reach: where it is written, and where the build puts it. */
export type Entry = { name: string; source: string; script: string; declaration: string }

export function readManifest(folder: string): Manifest {
  // The file is ours, and the checks of a tarball read it once more.
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Subpaths that other packages of this workspace use. They are not published. */
const ONLY_HERE = './workspace/'

/** Every entry of a package; a subpath or command that is published and not written, or the reverse, is refused. */
export function entriesOf({ name, exports, bin = {}, publishConfig }: Manifest): Entry[] {
  const published = publishConfig.exports
  const commands = publishConfig.bin ?? {}
  const forUsers = Object.fromEntries(
    Object.entries(exports).filter(([subpath]) => !subpath.startsWith(ONLY_HERE)),
  )
  sameKeys(`${name}: exports and publishConfig.exports`, forUsers, published)
  sameKeys(`${name}: bin and publishConfig.bin`, bin, commands)
  return [
    ...Object.entries(published).map(([subpath, to]) => ({
      name: subpath,
      source: exports[subpath] ?? '',
      script: to.default,
      declaration: to.types,
    })),
    ...Object.entries(commands).map(([command, script]) => ({
      name: command,
      source: bin[command] ?? '',
      script,
      declaration: script.replace(/\.js$/, '.d.ts'),
    })),
  ]
}

function sameKeys(what: string, left: object, right: object) {
  const [a, b] = [left, right].map((each) => Object.keys(each).sort().join(' '))
  if (a !== b) throw new Error(`${what} do not match: ${a} / ${b}`)
}
