import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The names of the changesets in the folder that announce a major version of the package. */
export async function majorChangesets(folder: string, packageName: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md'))
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return files.filter((_, place) => isMajor(texts[place] ?? '', packageName))
}

/** Between the lines of `---` is one package with its bump per line. */
function isMajor(text: string, packageName: string): boolean {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? ''
  return head.split(/\r?\n/).some((line) => {
    const [, name, bump] = /^\s*["']?([^"':\s]+)["']?\s*:\s*["']?(\w+)["']?\s*$/.exec(line) ?? []
    return name === packageName && bump === 'major'
  })
}
