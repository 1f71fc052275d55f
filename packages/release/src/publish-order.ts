import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Packed } from './build/pack-all.ts'

/** A tarball to publish; `.ci/publish.mjs` reads a list of them. */
export type Publication = { name: string; version: string; tarball: string; sha512: string }

/** The tarballs, each after those that it depends on. */
export function publishOrder(packed: readonly Packed[]): Publication[] {
  const waiting = new Map(packed.map((each) => [readManifest(each).name, each]))
  const ordered: Publication[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ([, each]) => !Object.keys(readManifest(each).dependencies).some((name) => waiting.has(name)),
    )
    if (ready.length === 0)
      throw new Error(`${[...waiting.keys()].join(', ')} depend on each other`)
    for (const [name, { folder, tarball }] of ready) {
      waiting.delete(name)
      const { version } = readManifest({ folder })
      const sha512 = createHash('sha512').update(readFileSync(tarball)).digest('hex')
      ordered.push({ name, version, tarball: path.basename(tarball), sha512 })
    }
  }
  return ordered
}

function readManifest({ folder }: Pick<Packed, 'folder'>) {
  const {
    name,
    version,
    dependencies = {},
  } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string
    version: string
    dependencies?: Record<string, string>
  }
  return { name, version, dependencies }
}
