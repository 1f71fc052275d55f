import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'
import { importsOf } from '../build/keep-reachable.ts'

/** What is read of the package.json in a tarball. */
export type PackedManifest = {
  name: string
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  exports: Record<string, { default: string }>
  bin?: Record<string, string>
}

/** Imports of a built package that npm installs nothing for. */
export async function checkImports(folder: string, manifest: PackedManifest): Promise<string[]> {
  const { name, dependencies, peerDependencies } = manifest
  const known = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })])
  const missing = new Map<string, string>()
  for (const [file, specifier] of [...(await ofScripts(folder, manifest)), ...ofTypes(folder)]) {
    const [, wanted = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier) ?? []
    if (!isBuiltin(specifier) && !known.has(wanted)) missing.set(wanted, file)
  }
  return [...missing].map(([wanted, file]) => `${file} imports ${wanted}, which is no dependency`)
}

/** The imports of the scripts as a parser finds them; one that leads to no file is an error. */
async function ofScripts(folder: string, { exports, bin = {} }: PackedManifest) {
  const scripts = [...Object.values(exports).map((each) => each.default), ...Object.values(bin)]
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: scripts,
    outdir: 'unused',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    logLevel: 'error',
  })
  return Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports.filter(({ external }) => external === true).map((to) => [file, to.path] as const),
  )
}

function ofTypes(folder: string) {
  const dist = path.join(folder, 'dist')
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.d.ts'))
    .flatMap((name) => {
      const specifiers = importsOf(readFileSync(path.join(dist, name), 'utf8'))
      return specifiers
        .filter((to) => !to.startsWith('.'))
        .map((to) => [`dist/${name}`, to] as const)
    })
}
