import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('../../', import.meta.url))
const typescript = path.dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

/** What the compiler says of manifests as literals of their types; nothing if every field is known. */
export function compileManifests(
  manifests: readonly { apiVersion: string; kind: string }[],
): string {
  // Below the package, where the types are found.
  mkdirSync(path.join(here, '.data'), { recursive: true })
  const folder = mkdtempSync(path.join(here, '.data', 'manifests-'))
  try {
    const text = manifests.map((each, i) => {
      const { apiVersion, kind } = each
      return `import type { I${kind} as T${i} } from 'kubernetes-models/${apiVersion}/${kind}'
export const manifest${i}: T${i} = ${JSON.stringify(each, null, 1)}`
    })
    const file = path.join(folder, 'manifests.ts')
    writeFileSync(file, `${text.join('\n')}\n`)
    const options = [
      '--singleThreaded',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
    ]
    const args = [path.join(typescript, 'bin/tsc'), '--ignoreConfig', ...options, file]
    const { stdout } = spawnSync(process.execPath, args, { cwd: here, encoding: 'utf8' })
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}
