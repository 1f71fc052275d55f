import { readdirSync } from 'node:fs'
import { validate } from 'dockerfile-utils'
import { DCLinter } from 'dclint'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { Job } from 'kubernetes-models/batch/v1/Job'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { Namespace } from 'kubernetes-models/v1/Namespace'
import { Service } from 'kubernetes-models/v1/Service'
import { expect, test } from 'vitest'
import * as yaml from 'yaml'
import { compileManifests } from './compile-manifests.ts'
import { deployPath, readDeploy, readDocument } from './deploy-file.ts'

const models = {
  'apps/v1 Deployment': Deployment,
  'batch/v1 Job': Job,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 Service': Service,
}
type Kind = keyof typeof models
type Manifest = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }
type Pods = { spec: { selector?: object; template: { metadata: { labels: object }; spec: Pod } } }
type Pod = {
  automountServiceAccountToken: boolean
  securityContext: object
  terminationGracePeriodSeconds?: number
  containers: { image: string; securityContext: object; env: { name: string; value: string }[] }[]
  volumes: { secret?: { secretName: string; defaultMode: number } }[]
}

const manifests = readdirSync(deployPath('kubernetes')).flatMap((name) =>
  // As kubectl reads it.
  yaml
    .parseAllDocuments(readDeploy(`kubernetes/${name}`), { version: '1.1' })
    .map((document) => document.toJS() as Manifest),
)
const kindOf = ({ apiVersion, kind }: Manifest) => `${apiVersion} ${kind}` as Kind
const find = (kind: Kind) => manifests.filter((each) => kindOf(each) === kind)
const pods = [...find('apps/v1 Deployment'), ...find('batch/v1 Job')] as unknown as Pods[]

/** The variables that the proxy reads, as its documentation lists them. */
const variables = new Set(
  [...readDocument('apps/proxy/docs/configuration.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(
    ([, name = '']) => name,
  ),
)

test.each(manifests.map((each) => [kindOf(each), each] as const))(
  'Kubernetes: %s is what its schema says',
  (kind, manifest) => {
    const Model = models[kind] as new (data: never) => { validate(): void }
    expect(() => new Model(manifest as never).validate()).not.toThrow()
    const { name, namespace } = manifest.metadata
    expect([name, namespace]).toContain('aloha-proxy')
  },
)

test('Kubernetes: a field that does not exist, and a wrong type, are found', () => {
  const [deployment] = find('apps/v1 Deployment')
  const { spec } = deployment as unknown as Pods
  const wrong = { ...deployment, spec: { ...spec, replicas: 'two' } }
  expect(() => new Deployment(wrong as never).validate()).toThrow(/replicas/)
  // The schemas allow other fields, their types do not.

  expect(compileManifests(manifests)).toBe('')
  const unknown = { ...deployment, spec: { ...spec, replica: 2 } } as unknown as Manifest
  expect(compileManifests([unknown])).toMatch(/replica.* does not exist in type/)
})

test('Kubernetes: two replicas that are disturbed one at a time, and stop in order', () => {
  expect(find('apps/v1 Deployment')).toMatchObject([
    { spec: { replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 0 } } } },
  ])
  const [{ spec } = {} as Pods] = pods
  const labels = spec?.template.metadata.labels
  for (const kind of ['policy/v1 PodDisruptionBudget', 'apps/v1 Deployment'] as const) {
    expect(find(kind)).toMatchObject([{ spec: { selector: { matchLabels: labels } } }])
  }
  expect(find('v1 Service')).toMatchObject([{ spec: { selector: labels } }])
  expect(find('policy/v1 PodDisruptionBudget')).toMatchObject([{ spec: { minAvailable: 1 } }])
  expect(spec?.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(35)
})

test('Kubernetes: no pod is root, writes to its image, or may do more than it needs', () => {
  expect(pods).toHaveLength(2)
  for (const { spec } of pods) {
    const { containers, volumes, securityContext, automountServiceAccountToken } =
      spec.template.spec
    expect(automountServiceAccountToken).toBe(false)
    expect(securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(containers.map((each) => each.securityContext)).toEqual([
      {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    ])
    // Secrets are files, which only its group may read.
    expect(volumes.map(({ secret }) => secret?.defaultMode)).toEqual([0o440])
    const names = containers.flatMap(({ env }) => env.map(({ name }) => name))
    expect(names.filter((name) => !name.endsWith('_FILE') || !variables.has(name))).toEqual([])
  }
  const [{ data = {} } = {}] = find('v1 ConfigMap') as unknown as { data: object }[]
  expect(Object.keys(data).filter((name) => !variables.has(name))).toEqual([])
  expect(Object.keys(data).filter((name) => /KEY$|SEED|DATABASE/.test(name))).toEqual([
    'IDEMPOTENCY_KEY',
  ])
})

type Service_ = Record<string, unknown> & { environment?: Record<string, string> }
const compose = yaml.parse(readDeploy('compose.yaml'), { merge: true }) as {
  services: Record<string, Service_>
}

test('compose: the linter finds no fault, and knows each field', () => {
  const style = Object.fromEntries(
    [
      'no-quotes-in-volumes',
      'service-keys-order',
      'services-alphabetical-order',
      'top-level-properties-order',
      // Several services run one image.
      'no-build-and-image',
    ].map((rule) => [rule, 0 as const]),
  )
  const linter = new DCLinter({ rules: style, quiet: true, debug: false, exclude: [] })
  const found = linter.lintFiles([deployPath('compose.yaml')], false)
  expect(found.flatMap((file: { messages: unknown[] }) => file.messages)).toEqual([])
})

test('compose: what is ours writes nowhere, has no rights, and reaches nothing outside', () => {
  const { database: _database, ...ours } = compose.services
  expect(Object.keys(ours)).toEqual(['migrate', 'mock', 'proxy', 'payout'])
  for (const service of Object.values(ours)) {
    expect(service).toMatchObject({
      read_only: true,
      init: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      networks: ['inside'],
    })
  }
  const { proxy, migrate } = ours
  for (const service of [proxy, migrate]) {
    const names = Object.keys(service?.environment ?? {})
    expect(names.filter((name) => !variables.has(name) && name !== 'PGUSER')).toEqual([])
  }
  expect(proxy?.['deploy']).toEqual({ replicas: 2 })
})

test('Dockerfile: each instruction is known and complete', () => {
  const faults = (text: string) =>
    validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
  const text = readDeploy('Dockerfile')
  expect(faults(text)).toEqual([])
  expect(faults(text.replace('STOPSIGNAL SIGTERM', 'STOPSIGNAL'))).not.toEqual([])
})

test('Dockerfile: both images run what npm installed as a user that is not root', () => {
  const [, ...stages] = readDeploy('Dockerfile').split(/^FROM /m)
  const [build = '', ...images] = stages
  expect(build).toContain('AS build')
  for (const [stage, name] of [[images[0], 'mock-pi'] as const, [images[1], 'proxy'] as const]) {
    const { publishConfig } = JSON.parse(readDocument(`apps/${name}/package.json`))
    const script = publishConfig.bin[name].replace('./', `/app/node_modules/@aloha-pi/${name}/`)
    expect(stage).toContain(`"${script}"]`)
    expect(stage).toMatch(/^USER 10001:10001$/m)
    expect(stage).toMatch(/^HEALTHCHECK .* CMD \["node"/m)
    expect(stage).toMatch(/^COPY --from=build \/installed\/\w+ \/app$/m)
    expect(stage).not.toMatch(/^RUN |^ADD /m)
  }
})

test('no image comes from a host that is named', () => {
  const names = readdirSync(deployPath(''), { recursive: true, encoding: 'utf8' })
  const texts = names.filter((name) => /\.ya?ml$|^Dockerfile$/.test(name)).map(readDeploy)
  const images = [...texts.join('\n').matchAll(/(?:image: |FROM |NODE_IMAGE=)(\S+)/g)].map(
    ([, image = '']) => image,
  )
  expect(images.length).toBeGreaterThan(4)
  expect(images.filter((image) => /^[^/]*[.:][^/]*\//.test(image))).toEqual([])
})
