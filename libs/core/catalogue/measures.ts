import type { Measure } from './catalogue.js'
import { stemOf } from './contract-files.js'
import type { Workbench } from './workbench.js'

interface MeasureFile extends Omit<Measure, 'file'> {
  ladder: Record<string, string[]>
}

/** Reads `measures/`: declared now, counted later. */
export function readMeasures(bench: Workbench): readonly Measure[] {
  const names = new Set<string>()
  return bench.files.of('measure').map((source) => {
    const {
      measure,
      says,
      source: origin,
      evidence,
      period,
      per,
      targets,
      severity,
      ladder,
    } = source.value as MeasureFile
    const stem = stemOf(source.file)
    if (!stem.startsWith(`${measure}.v`))
      bench.fault(
        source,
        ['measure'],
        'NAME',
        `The file of ${measure} is named ${measure}.v<version>.yaml: rename ${stem}.yaml.`,
      )
    if (names.has(measure))
      bench.fault(source, ['measure'], 'DUPLICATE', `${measure} is declared in another file too: keep one.`)
    names.add(measure)
    for (const [when, roles] of Object.entries(ladder))
      for (const role of roles)
        if (!bench.roles.has(role))
          bench.fault(
            source,
            ['ladder', when],
            'REFERENCE',
            `There is no role ${role} in reference/roles.yaml: add it, or name another.`,
          )
    return {
      measure,
      says,
      source: origin,
      evidence,
      period,
      ...(per === undefined ? {} : { per }),
      targets,
      severity,
      file: source.file,
    }
  })
}
