import { readFileSync } from 'node:fs'

const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')

/** The block of the README's guide that carries this name, as it is there. */
export function guide(name: string): string {
  const [, rest] = readme.split(`<!-- guide: ${name} -->`)
  const [, block] = /^\n+```\w+\n(.*?)```/s.exec(rest ?? '') ?? []
  if (block == null) throw new Error(`README.md has no block after <!-- guide: ${name} -->`)
  return block
}

/** The example of the proxy's README: a test that starts it. */
export function proxyExample(): string {
  const file = new URL('../../../../apps/proxy/README.md', import.meta.url)
  const [, block] = /^```ts\n(.*?)```/ms.exec(readFileSync(file, 'utf8')) ?? []
  if (block == null) throw new Error('The README of the proxy has no block of TypeScript')
  return block
}
