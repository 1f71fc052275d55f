import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const typescript = path.dirname(createRequire(import.meta.url).resolve('typescript/package.json'))

/** `dist` as the compiler writes it by tsconfig.build.json; `check:types` is what checks it. */
export function compile(folder: string, { declarationsOnly }: { declarationsOnly: boolean }) {
  const tsc = path.join(typescript, 'bin/tsc')
  const only = declarationsOnly ? ['--emitDeclarationOnly'] : []
  // Several threads would each infer the types again: twice the work.
  const args = [tsc, '--singleThreaded', '--project', 'tsconfig.build.json', '--noCheck', ...only]
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${folder}: the compiler ended with exit code ${status}`)
  nameScripts(path.join(folder, 'dist'))
}

/** The compiler leaves `./x.ts` in declarations, where `./x.js` is what every resolver knows. */
function nameScripts(dist: string) {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue
    const file = path.join(dist, name)
    const text = readFileSync(file, 'utf8')
    const named = text.replaceAll(/((?:from |import\(|import )['"]\.[^'"]*)\.ts(?=['"])/g, '$1.js')
    if (named !== text) writeFileSync(file, named)
  }
}
