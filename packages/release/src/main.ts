// Packs what is published into a folder (.data/tarballs unless named), checks each tarball, and writes beside it what is
// in it (CycloneDX), and the order in which to publish them (release.json). `--only NAME`: not all packages, but those
// whose folders are named.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { packAll, publishedFolders, ROOT } from './build/pack-all.ts'
import { checkTarball } from './check/check-tarball.ts'
import { publishOrder } from './publish-order.ts'
import { writeSbom } from './sbom/write-sbom.ts'

// The compiler and esbuild, in Go, collect memory less often: a quarter less work.
process.env['GOGC'] ??= '400'

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', multiple: true } },
  allowPositionals: true,
})
const folders = publishedFolders()
const names = folders.map((folder) => path.basename(folder))
const { only = names } = values
for (const name of only) {
  if (names.includes(name)) continue
  console.error(
    `--only: no package that is published is named ${name}. They are ${names.join(', ')}`,
  )
  process.exit(1)
}
const destination = path.resolve(positionals[0] ?? path.join(ROOT, '.data/tarballs'))
rmSync(destination, { recursive: true, force: true })
mkdirSync(destination, { recursive: true })

const chosen = folders.filter((folder) => only.includes(path.basename(folder)))
const packed = await packAll(chosen, destination)
for (const each of packed) {
  const { files, bytes, faults } = await checkTarball(each)
  const name = path.relative(ROOT, each.tarball)
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB, ${files} files`)
  for (const fault of faults) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
  await writeSbom(each)
}
const release = publishOrder(packed)
writeFileSync(path.join(destination, 'release.json'), `${JSON.stringify(release, null, 2)}\n`)
