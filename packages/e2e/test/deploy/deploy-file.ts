import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../../', import.meta.url)

/** The path of a file or folder in `deploy`. */
export function deployPath(name: string): string {
  return fileURLToPath(new URL(`deploy/${name}`, root))
}

export function readDeploy(name: string): string {
  return readFileSync(deployPath(name), 'utf8')
}

export function readDocument(name: string): string {
  return readFileSync(new URL(name, root), 'utf8')
}
