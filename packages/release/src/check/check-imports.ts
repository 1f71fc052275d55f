import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { build, type BuildFailure } from 'esbuild'
import { importsOf } from '../build/keep-reachable.ts'

/** What is read of the package.json in a tarball. */
export type PackedManifest = {
  name: string
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  exports: Record<string, { default: string }>
  bin?: Record<string, string>
}

/** Imports of an unpacked package that npm installs nothing for. */
export async function checkImports(folder: string, manifest: PackedManifest): Promise<string[]> {
  const { name, dependencies, peerDependencies } = manifest
  const scripts = await ofScripts(folder, manifest)
  if ('faults' in scripts) return scripts.faults
  const known = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })])
  const missing = new Map<string, string>()
  for (const [file, specifier] of [...scripts.imports, ...ofTypes(folder)]) {
    const [, wanted = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(specifier) ?? []
    if (!isBuiltin(specifier) && !known.has(wanted)) missing.set(wanted, file)
  }
  return [...missing].map(
    ([wanted, file]) => `${file} imports ${wanted}, which is not a dependency`,
  )
}

/** The imports of the scripts as a parser finds them. */
async function ofScripts(folder: string, { exports, bin = {} }: PackedManifest) {
  const entryPoints = [...Object.values(exports).map((each) => each.default), ...Object.values(bin)]
  try {
    const { metafile } = await build({
      absWorkingDir: folder,
      entryPoints,
      outdir: 'unused',
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      metafile: true,
      logLevel: 'silent',
    })
    const imports = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports.filter(({ external }) => external === true).map((to) => [file, to.path] as const),
    )
    return { imports }
  } catch (error) {
    // It rejects with nothing else.
    const { errors } = error as BuildFailure
    return { faults: errors.map(({ location, text }) => `${location?.file ?? 'dist'}: ${text}`) }
  }
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
