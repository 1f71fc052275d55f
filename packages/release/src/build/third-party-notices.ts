import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

type Notice = { title: string; text: string }

/** The licences of everything that is not ours among these files. */
export function thirdPartyNotices(files: readonly string[]): string {
  const notices = new Map<string, Notice>()
  for (const file of files) {
    const folder = foreignFolder(file)
    if (folder != null && !notices.has(folder)) notices.set(folder, readNotice(folder))
  }
  const sorted = [...notices.values()].sort((a, b) => a.title.localeCompare(b.title, 'en'))
  const texts = sorted.map(({ title, text }) => `${title}\n\n${text.trim()}\n`)
  return ['These packages are part of the files beside this one.\n', ...texts].join(
    `\n${'-'.repeat(80)}\n\n`,
  )
}

/** The folder that holds the licence of a file; undefined for our own files. */
function foreignFolder(file: string): string | undefined {
  if (path.basename(path.dirname(file)) === 'vendor') return path.dirname(file)
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? []
  return folder
}

function readNotice(folder: string): Notice {
  const licence = readdirSync(folder).find((name) => /^licen[cs]e|^copying/i.test(name))
  const text = licence == null ? undefined : readFileSync(path.join(folder, licence), 'utf8')
  const manifest = path.join(folder, 'package.json')
  if (!existsSync(manifest)) {
    if (text == null) throw new Error(`${folder}: no licence found`)
    return { title: text.trim().split('\n')[0] ?? '', text }
  }
  // Written by its authors; what is missing is said below.
  const { name, version, license, author } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    [Key in 'name' | 'version' | 'license' | 'author']?: string | { name?: string }
  }
  if (typeof license !== 'string') throw new Error(`${folder}: package.json names no licence`)
  const by = typeof author === 'string' ? author : (author?.name ?? 'its authors')
  return {
    title: `${String(name)} ${String(version)} (${license})`,
    text: text ?? `Copyright ${by}. The package has no text of its licence.`,
  }
}
