import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPackageFromTarballData, type Package } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { ASSET } from '../build/copy-assets.ts'
import { ROOT, type Packed } from '../build/pack-all.ts'
import { refusedLicences } from '../licences/allowed-licences.ts'
import { bundledPackages } from '../sbom/bundled-packages.ts'
import { checkImports, type PackedManifest } from './check-imports.ts'
import { checkTypes } from './check-types.ts'

const BELONGS =
  /^(package\.json|README\.md|LICENSE|dist\/docs\/[\w-]+\.md|dist\/.+\.(js|d\.ts|json|gz|txt|sql|image))$/
const NOTICES = /^dist\/THIRD-PARTY-LICENSES\.txt$/
const IS_TEST = /(^|\/)tests?\/|\.test(-d)?\./

export type CheckedTarball = {
  files: number
  bytes: number
  /** One sentence each. */
  faults: string[]
}

/** Everything that would go wrong for its users, as far as the tarball shows it. Nothing is asked of a network. */
export async function checkTarball({ tarball }: Pick<Packed, 'tarball'>): Promise<CheckedTarball> {
  const bytes = await readFile(tarball)
  const contents = createPackageFromTarballData(bytes)
  const root = `/node_modules/${contents.packageName}/`
  const files = contents.listFiles().map((name) => ({
    name: name.slice(root.length),
    text: contents.readFile(name),
  }))
  const manifest = manifestOf(contents, root)
  const notices = files.filter(({ name }) => NOTICES.test(name))
  // Not the `dist` beside the sources: another process may be building there.
  await using unpacked = await mkdtempDisposable(path.join(tmpdir(), 'aloha-pi-tarball-'))
  await unpack(files, unpacked.path)
  return {
    files: files.length,
    bytes: bytes.length,
    faults: [
      ...files.flatMap(({ name, text }) => checkFile(name, text)),
      ...missingAssets(files),
      ...notices.flatMap(({ text }) => bundledLicences(text)),
      ...notices.flatMap(({ text }) => bundledPeers(text, manifest)),
      ...(await askPublint(bytes)),
      ...(await checkTypes(contents)),
      ...(await checkImports(unpacked.path, manifest)),
    ],
  }
}

async function unpack(files: readonly { name: string; text: string }[], folder: string) {
  for (const { name, text } of files) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

function checkFile(name: string, text: string): string[] {
  const faults: string[] = []
  if (!BELONGS.test(name) || IS_TEST.test(name)) faults.push(`${name} must not be in it`)
  if (text.includes(ROOT.replace(/\/$/, ''))) faults.push(`${name} contains a path of this machine`)
  if (name === 'package.json' && /"(workspace|catalog):/.test(text)) {
    faults.push('package.json has a version that only this workspace understands')
  }
  return faults
}

/** What scripts look for beside themselves at run time, and do not find. */
function missingAssets(files: readonly { name: string; text: string }[]): string[] {
  return files.flatMap(({ name, text }) =>
    [...(name.endsWith('.js') ? text.matchAll(ASSET) : [])]
      .map(([, , asset = '']) => path.posix.join(path.posix.dirname(name), asset))
      .filter((asset) => !files.some((file) => file.name === asset || isIn(asset, file.name)))
      .map((asset) => `${name} reads ${asset}, which is not in it`),
  )
}

const isIn = (folder: string, file: string) => file.startsWith(folder.replace(/\/?$/, '/'))

function bundledLicences(notices: string): string[] {
  const bundled = bundledPackages(notices)
  return bundled.length === 0
    ? ['THIRD-PARTY-LICENSES.txt names no package']
    : refusedLicences(bundled)
}

/** Its users bring their own copy, and this package must use that one. */
function bundledPeers(notices: string, { peerDependencies = {} }: PackedManifest): string[] {
  return bundledPackages(notices)
    .filter(({ name }) => Object.hasOwn(peerDependencies, name))
    .map(({ name }) => `it holds a copy of ${name}, which is a peer dependency`)
}

async function askPublint(bytes: Uint8Array): Promise<string[]> {
  const tarball = Uint8Array.from(bytes).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
}

function manifestOf(contents: Package, root: string): PackedManifest {
  // Packed by pnpm from our file.
  return JSON.parse(contents.readFile(`${root}package.json`)) as PackedManifest
}
