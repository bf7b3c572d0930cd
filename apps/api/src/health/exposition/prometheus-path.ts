/** Where the health of Apiscope itself is told in Prometheus' text format. */
export const prometheusPath = '/internal/prometheus';
