import { parser } from '@prometheus-io/lezer-promql'
import * as yaml from 'yaml'
import { readDeploy } from './deploy-file.ts'

export type Alert = {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; runbook: string }
}
type Panel = {
  id: number
  type: string
  title: string
  description?: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { refId: string; expr: string }[]
}

export function readAlerts(): Alert[] {
  const { groups } = yaml.parse(readDeploy('alerts.yml')) as { groups: { rules: Alert[] }[] }
  return groups.flatMap(({ rules }) => rules)
}

export function readDashboard() {
  return JSON.parse(readDeploy('grafana-dashboard.json')) as {
    panels: Panel[]
    templating: { list: { name: string }[] }
  }
}

/** What Grafana puts in before it asks Prometheus. */
function fillVariables(query: string): string {
  return query.replaceAll('$__rate_interval', '5m').replaceAll('$job', '.*')
}

export type Query = { metrics: string[]; labels: string[]; faults: string[] }

/** The metrics and labels that a PromQL query names, and where it cannot be parsed. */
export function readQuery(query: string): Query {
  const text = fillVariables(query)
  const found: Query = { metrics: [], labels: [], faults: [] }
  parser.parse(text).iterate({
    enter({ name, from, to, type }) {
      const part = text.slice(from, to)
      if (type.isError) found.faults.push(`${text} at ${from}`)
      if (name === 'Identifier') found.metrics.push(part)
      if (name === 'LabelName') found.labels.push(part)
    },
  })
  return found
}
