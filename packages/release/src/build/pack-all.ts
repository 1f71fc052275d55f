import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { packExclusively } from './pack-exclusively.ts'

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

/** A published package, and the tarball that would be published. */
export type Packed = { folder: string; tarball: string }

/** Builds and packs the packages in these folders; waits while another process does. */
export function packAll(folders: readonly string[], destination: string): Promise<Packed[]> {
  return packExclusively(ROOT, () =>
    Promise.all(folders.map((folder) => pack(folder, { destination }))),
  )
}

/** Folders of the packages that are published. */
export function publishedFolders(): string[] {
  return ['packages', 'apps']
    .flatMap((group) =>
      readdirSync(path.join(ROOT, group)).map((name) => path.join(ROOT, group, name)),
    )
    .filter((folder) => {
      const file = path.join(folder, 'package.json')
      if (!existsSync(file)) return false
      return (JSON.parse(readFileSync(file, 'utf8')) as { private?: boolean }).private !== true
    })
}

/** The filter of pnpm that picks the package of a folder. */
export function filterOf(folder: string): string {
  return `./${path.relative(ROOT, folder).split(path.sep).join('/')}`
}

/** Builds and packs one package; while no other process packs in this clone. */
export async function pack(
  folder: string,
  { destination, env = process.env }: { destination: string; env?: NodeJS.ProcessEnv },
): Promise<Packed> {
  const args = ['pack', '--out', path.join(destination, '%s-%v.tgz'), '--json']
  const { stdout } = await promisify(execFile)('pnpm', args, { cwd: folder, env })
  // What `prepack` prints is before it.
  const { filename } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as { filename: string }
  return { folder, tarball: filename }
}
