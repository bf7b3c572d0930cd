-- users {}
deleted_at IS NULL
-- values: []

-- users {"id__eq":7}
deleted_at IS NULL AND "id" = ?::bigint
-- values: ["7"]

-- users {"id__ne":7,"age__gt":"18","age__lte":65}
deleted_at IS NULL AND "id" <> ?::bigint AND "age" > ?::bigint AND "age" <= ?::bigint
-- values: ["7","18","65"]

-- users {"id__in":"3,1,2"}
deleted_at IS NULL AND "id" = ANY (?::bigint[])
-- values: [["3","1","2"]]

-- users {"id__in":""}
deleted_at IS NULL AND "id" = ANY (?::bigint[])
-- values: [[]]

-- users {"id__isnull":"true"}
deleted_at IS NULL AND "id" IS NULL
-- values: []

-- users {"id__isnotnull":"false"}
deleted_at IS NULL AND "id" IS NULL
-- values: []

-- users {"name__eq":"O'Brien; DROP TABLE users; --"}
deleted_at IS NULL AND "name" = ?::text
-- values: ["O'Brien; DROP TABLE users; --"]

-- users {"name__ne":""}
deleted_at IS NULL AND "name" <> ?::text
-- values: [""]

-- users {"name__gt":"m","name__gte":"m"}
deleted_at IS NULL AND "name" COLLATE "C" > ?::text AND "name" COLLATE "C" >= ?::text
-- values: ["m","m"]

-- users {"name__lt":"m","name__lte":"m"}
deleted_at IS NULL AND "name" COLLATE "C" < ?::text AND "name" COLLATE "C" <= ?::text
-- values: ["m","m"]

-- users {"name__like":"100%_\\"}
deleted_at IS NULL AND "name" LIKE ?::text
-- values: ["%100\\%\\_\\\\%"]

-- users {"name__ilike":"ÄÖ_"}
deleted_at IS NULL AND "name" ILIKE ?::text
-- values: ["%ÄÖ\\_%"]

-- users {"name__startswith":"%"}
deleted_at IS NULL AND "name" LIKE ?::text
-- values: ["\\%%"]

-- users {"name__endswith":"\\"}
deleted_at IS NULL AND "name" LIKE ?::text
-- values: ["%\\\\"]

-- users {"name__in":"a\\,b,c"}
deleted_at IS NULL AND "name" = ANY (?::text[])
-- values: [["a,b","c"]]

-- users {"created_at__gte":"2026-01-31","created_at__lt":"2026-02-01T00:00:00+02:00"}
deleted_at IS NULL AND "created_at" >= ?::timestamptz AND "created_at" < ?::timestamptz
-- values: ["2026-01-31T00:00:00.000Z","2026-01-31T22:00:00.000Z"]

-- users {"created_at__lt":"9999-12-31T23:59:59-14:00"}
deleted_at IS NULL AND "created_at" < ?::timestamptz
-- values: ["9999-12-31T23:59:59.999Z"]

-- users {"updated_at__in":"2026-01-31,2026-02-01T09:30:00.125Z"}
deleted_at IS NULL AND "updated_at" = ANY (?::timestamptz[])
-- values: [["2026-01-31T00:00:00.000Z","2026-02-01T09:30:00.125Z"]]

-- users {"search":"ann \"de la\" -bob"}
deleted_at IS NULL AND ("name" ILIKE ?::text) AND ("name" ILIKE ?::text) AND NOT ("name" ILIKE ?::text)
-- values: ["%ann%","%de la%","%bob%"]

-- logs {"level__eq":"warn"}
deleted_at IS NULL AND "severity" = ?::smallint
-- values: ["13"]

-- logs {"level__gte":"warn"}
deleted_at IS NULL AND "severity" >= ?::smallint
-- values: ["13"]

-- logs {"level__lt":"error","level__ne":"debug"}
deleted_at IS NULL AND "severity" < ?::smallint AND "severity" <> ?::smallint
-- values: ["17","5"]

-- logs {"level__in":"error,fatal"}
deleted_at IS NULL AND "severity" = ANY (?::smallint[])
-- values: [["17","21"]]

-- logs {"level__like":"r"}
deleted_at IS NULL AND "severity" = ANY (?::smallint[])
-- values: [["1","13","17"]]

-- logs {"level__ilike":"ER"}
deleted_at IS NULL AND "severity" = ANY (?::smallint[])
-- values: [["17"]]

-- logs {"level__startswith":"f"}
deleted_at IS NULL AND "severity" = ANY (?::smallint[])
-- values: [["21"]]

-- logs {"level__endswith":"x"}
deleted_at IS NULL AND "severity" = ANY (?::smallint[])
-- values: [[]]

-- logs {"level__isnull":"false"}
deleted_at IS NULL AND "severity" IS NOT NULL
-- values: []

-- logs {"meta__isnull":"true"}
deleted_at IS NULL AND "meta" IS NULL
-- values: []

-- logs {"meta__isnotnull":"true"}
deleted_at IS NULL AND "meta" IS NOT NULL
-- values: []

-- logs {"traceId__eq":"abc","requestId__ne":"r-1"}
deleted_at IS NULL AND "trace_id" = ?::text AND "request_id" <> ?::text
-- values: ["abc","r-1"]

-- logs {"traceId__isnull":"true","patternId__isnull":"false"}
deleted_at IS NULL AND "trace_id" IS NULL AND "pattern_id" IS NOT NULL
-- values: []

-- logs {"patternId__in":"5,6"}
deleted_at IS NULL AND "pattern_id" = ANY (?::bigint[])
-- values: [["5","6"]]

-- logs {"message__like":"timeout","service__eq":"shop","source__startswith":"API"}
deleted_at IS NULL AND "message" LIKE ?::text AND "service" = ?::text AND "source" LIKE ?::text
-- values: ["%timeout%","shop","API%"]

-- logs {"search":"50% -\"a_b\""}
deleted_at IS NULL AND ("message" ILIKE ?::text OR "source" ILIKE ?::text) AND NOT ("message" ILIKE ?::text OR "source" ILIKE ?::text)
-- values: ["%50\\%%","%50\\%%","%a\\_b%","%a\\_b%"]

-- metrics {"p95Latency__gt":"250.5"}
deleted_at IS NULL AND "p95_latency" > ?::float8
-- values: ["250.5"]

-- metrics {"p99Latency__lte":"1e3","avgLatency__ne":0.1}
deleted_at IS NULL AND "p99_latency" <= ?::float8 AND "avg_latency" <> ?::float8
-- values: ["1000","0.1"]

-- metrics {"errorRate__gte":1,"trafficCount__gt":1000}
deleted_at IS NULL AND "error_rate" >= ?::float8 AND "traffic_count" > ?::bigint
-- values: ["1","1000"]

-- metrics {"windowStart__gte":"2026-01-31T09:00:00Z","endpoint__eq":"GET /api/v1/users/{id}"}
deleted_at IS NULL AND "window_start" >= ?::timestamptz AND "endpoint" = ?::text
-- values: ["2026-01-31T09:00:00.000Z","GET /api/v1/users/{id}"]

-- metrics {"requestSize__isnull":"true","responseSize__lt":9007199254740991}
deleted_at IS NULL AND "request_size" IS NULL AND "response_size" < ?::bigint
-- values: ["9007199254740991"]

-- snapshots {"statusCode__gte":500,"method__in":"PUT,PATCH"}
deleted_at IS NULL AND "status_code" >= ?::bigint AND "method" = ANY (?::text[])
-- values: ["500",["PUT","PATCH"]]

-- snapshots {"path__startswith":"/api/","geoLat__gt":-90,"geoLon__lt":".5"}
deleted_at IS NULL AND "path" LIKE ?::text AND "geo_lat" > ?::float8 AND "geo_lon" < ?::float8
-- values: ["/api/%","-90","0.5"]

-- snapshots {"timestamp__lt":"2026-01-31","geoCountry__isnull":"true"}
deleted_at IS NULL AND "timestamp" < ?::timestamptz AND "geo_country" IS NULL
-- values: ["2026-01-31T00:00:00.000Z"]

-- jobs {"search":"-timeout"}
deleted_at IS NULL AND NOT ("task" ILIKE ?::text OR coalesce("error" ILIKE ?::text, false) OR coalesce("job_key" ILIKE ?::text, false))
-- values: ["%timeout%","%timeout%","%timeout%"]

-- jobs {"id__lt":10,"status__eq":"dead","jobKey__isnotnull":"true"}
deleted_at IS NULL AND "job_id" < ?::bigint AND "status" = ?::text AND "job_key" IS NOT NULL
-- values: ["10","dead"]
