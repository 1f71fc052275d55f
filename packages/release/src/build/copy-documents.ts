import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const LINK = /\[((?:[^[\]]|`[^`]*`)+)\]\(([^)#\s]*)(#[^)\s]*)?\)/g

/** Copies documents into `dist/docs`, so that users of a tarball have them. Links to anything else become plain text. */
export function copyDocuments(folder: string, documents: readonly string[]) {
  if (documents.length === 0) return
  const files = documents.map((each) => path.resolve(folder, each))
  const target = path.join(folder, 'dist/docs')
  mkdirSync(target, { recursive: true })
  for (const file of files) {
    const copied = rewriteLinks(readFileSync(file, 'utf8'), file, files)
    writeFileSync(path.join(target, path.basename(file)), copied)
  }
}

/** `file` is where the text is now; `copied` are the files that lie beside each other later. */
export function rewriteLinks(text: string, file: string, copied: readonly string[]): string {
  return text.replaceAll(LINK, (link, words: string, to: string, anchor = '') => {
    if (to === '' || /^[a-z]+:/.test(to)) return link
    const found = path.resolve(path.dirname(file), to)
    return copied.includes(found) ? `[${words}](${path.basename(found)}${anchor})` : words
  })
}
