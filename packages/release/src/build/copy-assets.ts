import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file or folder that a module finds beside itself at run time. */
export const ASSET = /new URL\(\s*(['"])(\.{0,2}[\w./-]+)\1,\s*import\.meta\.url\s*,?\s*\)/g

/** Copies what the compiled modules find beside them to where they look for it. */
export function copyAssets(folder: string) {
  const { rootDir } = readBuildOptions(folder)
  const dist = path.join(folder, 'dist')
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js')) continue
    const text = readFileSync(path.join(dist, name), 'utf8')
    for (const [, , asset = ''] of text.matchAll(ASSET)) {
      const inDist = path.join(path.dirname(name), asset)
      const source = path.join(folder, rootDir, inDist)
      if (!existsSync(source)) throw new Error(`${name} reads ${asset}, which does not exist`)
      cpSync(source, path.join(dist, inDist), { recursive: true })
    }
  }
}

function readBuildOptions(folder: string): { rootDir: string } {
  const text = readFileSync(path.join(folder, 'tsconfig.build.json'), 'utf8')
  return (JSON.parse(text) as { compilerOptions: { rootDir: string } }).compilerOptions
}
