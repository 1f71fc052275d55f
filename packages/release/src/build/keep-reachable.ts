import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Entry } from './manifest.ts'

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s*)(['"])([^'"\n]+)\1/g

/** What a module imports, by the names in its text. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(SPECIFIER)].map(([, , name = '']) => name)
}

/** Removes every script and declaration of `dist` that no entry leads to. */
export function keepReachable(folder: string, entries: readonly Entry[]) {
  const reached = new Set<string>()
  for (const { script, declaration } of entries) {
    follow(path.join(folder, declaration), reached)
    // A bundle comes later, from the sources.
    if (existsSync(path.join(folder, script))) follow(path.join(folder, script), reached)
  }
  const dist = path.join(folder, 'dist')
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isFile() && !reached.has(file)) rmSync(file)
  }
}

function follow(file: string, reached: Set<string>) {
  if (reached.has(file)) return
  reached.add(file)
  const declares = file.endsWith('.d.ts')
  for (const name of importsOf(readFileSync(file, 'utf8'))) {
    if (!name.startsWith('.')) continue
    const script = path.resolve(path.dirname(file), name)
    follow(declares ? script.replace(/\.js$/, '.d.ts') : script, reached)
  }
}
