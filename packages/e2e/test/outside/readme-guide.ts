import { readFileSync } from 'node:fs'

const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')

/** The block of the README's guide that carries this name, as it is there. */
export function guide(name: string): string {
  const [, rest] = readme.split(`<!-- guide: ${name} -->`)
  const [, block] = /^\n+```\w+\n(.*?)```/s.exec(rest ?? '') ?? []
  if (block == null) throw new Error(`README.md has no block after <!-- guide: ${name} -->`)
  return block
}
