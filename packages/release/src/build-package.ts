// `prepack` of a published package, run in its folder: TypeScript to `dist`.
// Libraries keep their modules, so that bundlers drop what is not used. With --bundle everything becomes part
// of a few files, which start sooner; the package's dependencies are then there for its types, except those that
// `--external NAME` names: these stay outside the bundle. Each `--document FILE` is copied into `dist/docs`.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { bundleScripts } from './build/bundle-scripts.ts'
import { compile } from './build/compile.ts'
import { copyAssets } from './build/copy-assets.ts'
import { copyDocuments } from './build/copy-documents.ts'
import { keepReachable } from './build/keep-reachable.ts'
import { entriesOf, readManifest } from './build/manifest.ts'

const folder = process.cwd()
const dist = path.join(folder, 'dist')
const manifest = readManifest(folder)
const entries = entriesOf(manifest)
const { values } = parseArgs({
  options: {
    bundle: { type: 'boolean' },
    external: { type: 'string', multiple: true },
    document: { type: 'string', multiple: true },
  },
})
const bundled = values.bundle === true
const external = [...Object.keys(manifest.peerDependencies ?? {}), ...(values.external ?? [])]

rmSync(dist, { recursive: true, force: true })
compile(folder, { declarationsOnly: bundled })
keepReachable(folder, entries)
if (bundled) await bundleScripts(folder, { entries, external })
else copyAssets(folder)
copyDocuments(folder, values.document ?? [])
