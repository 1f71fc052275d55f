// Packs what is published into a folder (.data/tarballs unless named), checks each tarball, and writes beside it what is
// in it (CycloneDX), and the order in which to publish them (release.json).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { packAll, ROOT } from './build/pack-all.ts'
import { checkTarball } from './check/check-tarball.ts'
import { publishOrder } from './publish-order.ts'
import { writeSbom } from './sbom/write-sbom.ts'

const destination = path.resolve(process.argv[2] ?? path.join(ROOT, '.data/tarballs'))
rmSync(destination, { recursive: true, force: true })
mkdirSync(destination, { recursive: true })

const packed = await packAll(destination)
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
