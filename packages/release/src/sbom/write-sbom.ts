import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { createPackageFromTarballData } from '@arethetypeswrong/core'
import { filterOf, ROOT, type Packed } from '../build/pack-all.ts'
import { bundledPackages, type Bundled } from './bundled-packages.ts'

type Component = { purl: string; 'bom-ref': string } & Record<string, unknown>
type Dependency = { ref: string; dependsOn: string[] }
/** A CycloneDX document, as far as it is changed here. */
export type Sbom = {
  metadata: { component: Component }
  components: Component[]
  dependencies: Dependency[]
}

/**
 * Writes the CycloneDX document of a tarball beside it and returns its path: what npm installs with the package, what
 * is inside the tarball, and the tarball's hash. pnpm makes it from the lockfile.
 */
export async function writeSbom({ folder, tarball }: Packed): Promise<string> {
  const bytes = readFileSync(tarball)
  const contents = createPackageFromTarballData(bytes)
  const notices = `/node_modules/${contents.packageName}/dist/THIRD-PARTY-LICENSES.txt`
  const bundled = contents.fileExists(notices) ? bundledPackages(contents.readFile(notices)) : []
  const sbom = withBundled(
    await askPnpm(folder, '--prod'),
    bundled.length > 0 ? await askPnpm(folder) : undefined,
    bundled,
  )
  const sha512 = createHash('sha512').update(bytes).digest('hex')
  sbom.metadata.component['hashes'] = [{ alg: 'SHA-512', content: sha512 }]
  const file = tarball.replace(/\.tgz$/, '.cdx.json')
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`)
  return file
}

/** Adds what a bundle holds: the component that `all` has of it, or one made from its notice. */
export function withBundled(
  installed: Sbom,
  all: Sbom | undefined,
  bundled: readonly Bundled[],
): Sbom {
  const ours = installed.metadata.component
  const known = new Map(all?.components.map((each) => [each.purl, each]))
  const added = bundled
    .map((each) => known.get(purlOf(each)) ?? componentOf(each))
    .filter(({ purl }) => installed.components.every((each) => each.purl !== purl))
    .map((each) =>
      Object.assign(each, { properties: [{ name: 'aloha-pi:bundled', value: 'true' }] }),
    )
  const components = [...installed.components, ...added]
  const refs = new Set([ours, ...components].map((each) => each['bom-ref']))
  const inside = added.map((each) => each['bom-ref'])
  const direct = installed.dependencies.find(({ ref }) => ref === ours['bom-ref'])
  const dependencies = [
    ...installed.dependencies.filter((each) => each !== direct),
    { ref: ours['bom-ref'], dependsOn: [...(direct?.dependsOn ?? []), ...inside] },
  ]
  for (const each of all?.dependencies ?? []) {
    if (!inside.includes(each.ref)) continue
    dependencies.push({ ...each, dependsOn: each.dependsOn.filter((ref) => refs.has(ref)) })
  }
  return { ...installed, components, dependencies }
}

async function askPnpm(folder: string, ...options: string[]): Promise<Sbom> {
  const args = ['--filter', filterOf(folder), 'sbom', '--sbom-format', 'cyclonedx', ...options]
  const { stdout } = await promisify(execFile)('pnpm', args, { cwd: ROOT, maxBuffer: 2 ** 26 })
  const sbom = JSON.parse(stdout) as Sbom & { bomFormat?: string }
  if (sbom.bomFormat !== 'CycloneDX') {
    throw new Error(`pnpm sbom wrote no CycloneDX document for ${path.basename(folder)}`)
  }
  return sbom
}

function componentOf({ name, version, licence }: Bundled): Component {
  const purl = purlOf({ name, version })
  const [base = name, group] = name.split('/').reverse()
  return {
    type: 'library',
    ...(group != null && { group }),
    name: base,
    version,
    purl,
    'bom-ref': purl,
    licenses: [{ license: { id: licence } }],
  }
}

const purlOf = ({ name, version }: Pick<Bundled, 'name' | 'version'>) =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`
