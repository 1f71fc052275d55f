// `prepack` of a published package, run in its folder: TypeScript to `dist`.
// Libraries keep their modules, so that bundlers drop what is not used. With --bundle everything becomes part
// of a few files, which start sooner; the package's dependencies are then there for its types.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { bundleScripts } from './build/bundle-scripts.ts'
import { compile } from './build/compile.ts'
import { copyAssets } from './build/copy-assets.ts'
import { keepReachable } from './build/keep-reachable.ts'
import { entriesOf, readManifest } from './build/manifest.ts'

const folder = process.cwd()
const dist = path.join(folder, 'dist')
const manifest = readManifest(folder)
const entries = entriesOf(manifest)
const peers = Object.keys(manifest.peerDependencies ?? {})
const bundled = process.argv.includes('--bundle')

rmSync(dist, { recursive: true, force: true })
compile(folder, { declarationsOnly: bundled })
keepReachable(folder, entries)
if (bundled) await bundleScripts(folder, { entries, peers })
else copyAssets(folder)
