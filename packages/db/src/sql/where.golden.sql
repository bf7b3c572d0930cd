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

-- logs {"requestId__in":"r-1,r\\,2,","traceId__startswith":"00-"}
deleted_at IS NULL AND "request_id" = ANY (?::text[]) AND "trace_id" LIKE ?::text
-- values: [["r-1","r,2",""],"00-%"]

-- logs {"search":"req-12345 -\"trace 99999\""}
deleted_at IS NULL AND ("message" ILIKE ?::text OR "source" ILIKE ?::text OR "variables" @> ARRAY[?]::text[]) AND NOT ("message" ILIKE ?::text OR "source" ILIKE ?::text OR "variables" @> ARRAY[?]::text[])
-- values: ["%req-12345%","%req-12345%","req-12345","%trace 99999%","%trace 99999%","trace 99999"]

-- patterns {}
deleted_at IS NULL
-- values: []

-- patterns {"lastSeen__gte":"2026-01-31","count__gt":1000}
deleted_at IS NULL AND "last_seen" >= ?::timestamptz AND "count" > ?::bigint
-- values: ["2026-01-31T00:00:00.000Z","1000"]

-- patterns {"firstSeen__gt":"2026-01-30T00:00:00Z","service__in":"shop,cart","source__ne":"API"}
deleted_at IS NULL AND "first_seen" > ?::timestamptz AND "service" = ANY (?::text[]) AND "source" <> ?::text
-- values: ["2026-01-30T00:00:00.000Z",["shop","cart"],"API"]

-- patterns {"pattern__like":"blk_<id>","sample__ilike":"50%","id__in":"1,2"}
deleted_at IS NULL AND "pattern" LIKE ?::text AND "sample" ILIKE ?::text AND "id" = ANY (?::bigint[])
-- values: ["%blk\\_<id>%","%50\\%%",["1","2"]]

-- patterns {"search":"refused -\"<num> ms\""}
deleted_at IS NULL AND ("pattern" ILIKE ?::text OR "sample" ILIKE ?::text OR "source" ILIKE ?::text) AND NOT ("pattern" ILIKE ?::text OR "sample" ILIKE ?::text OR "source" ILIKE ?::text)
-- values: ["%refused%","%refused%","%refused%","%<num> ms%","%<num> ms%","%<num> ms%"]

-- metrics {"id__eq":1,"windowEnd__lte":"2026-01-31T10:00","service__endswith":"_eu"}
deleted_at IS NULL AND "id" = ?::bigint AND "window_end" <= ?::timestamptz AND "service" LIKE ?::text
-- values: ["1","2026-01-31T10:00:00.000Z","%\\_eu"]

-- metrics {"clientErrorCount__gt":0,"serverErrorCount__in":"1,2","p50Latency__isnull":"false"}
deleted_at IS NULL AND "client_error_count" > ?::bigint AND "server_error_count" = ANY (?::bigint[]) AND "p50_latency" IS NOT NULL
-- values: ["0",["1","2"]]

-- metrics {"search":"/users"}
deleted_at IS NULL AND ("endpoint" ILIKE ?::text OR "service" ILIKE ?::text)
-- values: ["%/users%","%/users%"]

-- endpoints {"endpoint__startswith":"GET ","trafficCount__gte":10,"p99Latency__lt":1000}
deleted_at IS NULL AND "endpoint" LIKE ?::text AND "traffic_count" >= ?::bigint AND "p99_latency" < ?::float8
-- values: ["GET %","10","1000"]

-- endpoints {"search":"orders -health","errorRate__gt":0}
deleted_at IS NULL AND "error_rate" > ?::float8 AND ("endpoint" ILIKE ?::text OR "service" ILIKE ?::text) AND NOT ("endpoint" ILIKE ?::text OR "service" ILIKE ?::text)
-- values: ["0","%orders%","%orders%","%health%","%health%"]

-- consumers {"name__isnull":"false","lastSeen__gte":"2026-01-30"}
deleted_at IS NULL AND "name" IS NOT NULL AND "last_seen" >= ?::timestamptz
-- values: ["2026-01-30T00:00:00.000Z"]

-- services {"name__startswith":"shop","dropped__gt":0}
deleted_at IS NULL AND "name" LIKE ?::text AND "dropped" > ?::bigint
-- values: ["shop%","0"]

-- catalogue {"isOverflow__eq":"true","firstSeen__lt":"2026-01-30"}
deleted_at IS NULL AND "is_overflow" = ?::boolean AND "first_seen" < ?::timestamptz
-- values: ["true","2026-01-30T00:00:00.000Z"]

-- snapshots {"endpoint__eq":"GET /things/{id}","service__ne":"shop","duration__gte":250}
deleted_at IS NULL AND "endpoint" = ?::text AND "service" <> ?::text AND "duration" >= ?::float8
-- values: ["GET /things/{id}","shop","250"]

-- snapshots {"requestId__eq":"r-1","traceId__in":"t-1,t-2","userId__isnull":"true"}
deleted_at IS NULL AND "request_id" = ?::text AND "trace_id" = ANY (?::text[]) AND "user_id" IS NULL
-- values: ["r-1",["t-1","t-2"]]

-- snapshots {"version__gt":"1.2","stage__in":"production","geoRegion__ilike":"nord","geoCity__ne":""}
deleted_at IS NULL AND "version" COLLATE "C" > ?::text AND "stage" = ANY (?::text[]) AND "geo_region" ILIKE ?::text AND "geo_city" <> ?::text
-- values: ["1.2",["production"],"%nord%",""]

-- snapshots {"geoSource__eq":"ip","statusCode__isnull":"true"}
deleted_at IS NULL AND "geo_source" = ?::text AND "status_code" IS NULL
-- values: ["ip"]

-- snapshots {"search":"\"POST /orders\" -/health"}
deleted_at IS NULL AND ("path" ILIKE ?::text OR "endpoint" ILIKE ?::text OR "method" ILIKE ?::text OR coalesce("request_id" = ?::text, false) OR coalesce("trace_id" = ?::text, false) OR coalesce("user_id" = ?::text, false) OR coalesce("consumer" = ?::text, false)) AND NOT ("path" ILIKE ?::text OR "endpoint" ILIKE ?::text OR "method" ILIKE ?::text OR coalesce("request_id" = ?::text, false) OR coalesce("trace_id" = ?::text, false) OR coalesce("user_id" = ?::text, false) OR coalesce("consumer" = ?::text, false))
-- values: ["%POST /orders%","%POST /orders%","%POST /orders%","POST /orders","POST /orders","POST /orders","POST /orders","%/health%","%/health%","%/health%","/health","/health","/health","/health"]

-- replayRuns {"status__in":"failed,refused","target__isnull":"false","actor__startswith":"op"}
deleted_at IS NULL AND "status" = ANY (?::text[]) AND "target" IS NOT NULL AND "actor" LIKE ?::text
-- values: [["failed","refused"],"op%"]

-- replayRuns {"statusCode__ne":200,"duration__lt":1.5,"created_at__gte":"2026-01-31"}
deleted_at IS NULL AND "status_code" <> ?::bigint AND "duration" < ?::float8 AND "created_at" >= ?::timestamptz
-- values: ["200","1.5","2026-01-31T00:00:00.000Z"]

-- replayRuns {"search":"staging -\"ci bot\""}
deleted_at IS NULL AND ("target" ILIKE ?::text OR "actor" ILIKE ?::text) AND NOT (coalesce("target" ILIKE ?::text, false) OR "actor" ILIKE ?::text)
-- values: ["%staging%","%staging%","%ci bot%","%ci bot%"]

-- replaySets {"name__ilike":"checkout","service__eq":"shop","target__isnull":"true"}
deleted_at IS NULL AND "name" ILIKE ?::text AND "service" = ?::text AND "target" IS NULL
-- values: ["%checkout%","shop"]

-- replaySets {"search":"nightly"}
deleted_at IS NULL AND ("name" ILIKE ?::text OR "service" ILIKE ?::text)
-- values: ["%nightly%","%nightly%"]

-- replaySetRuns {"kind__eq":"check","status__in":"done,cancelled","verdict__ne":"pass"}
deleted_at IS NULL AND "kind" = ?::text AND "status" = ANY (?::text[]) AND "verdict" <> ?::text
-- values: ["check",["done","cancelled"],"pass"]

-- replaySetRuns {"target__startswith":"stag","actor__eq":"operator","search":"staging"}
deleted_at IS NULL AND "target" LIKE ?::text AND "actor" = ?::text AND ("target" ILIKE ?::text OR "actor" ILIKE ?::text)
-- values: ["stag%","operator","%staging%","%staging%"]

-- replaySends {"status__eq":"different","statusCode__gte":500,"duration__gt":10,"pass__eq":1}
deleted_at IS NULL AND "status" = ?::text AND "status_code" >= ?::bigint AND "duration" > ?::float8 AND "pass" = ?::bigint
-- values: ["different","500","10","1"]

-- replaySends {"endpoint__like":"GET /","method__eq":"GET","snapshotId__in":"1,2","search":"/orders"}
deleted_at IS NULL AND "endpoint" LIKE ?::text AND "method" = ?::text AND "snapshot_id" = ANY (?::bigint[]) AND ("endpoint" ILIKE ?::text OR "path" ILIKE ?::text)
-- values: ["%GET /%","GET",["1","2"],"%/orders%","%/orders%"]

-- jobs {"search":"-timeout"}
deleted_at IS NULL AND NOT ("task" ILIKE ?::text OR coalesce("error" ILIKE ?::text, false) OR coalesce("job_key" ILIKE ?::text, false))
-- values: ["%timeout%","%timeout%","%timeout%"]

-- jobs {"runAt__lte":"2026-01-31T09:00:00Z","startedAt__isnull":"true","finishedAt__gt":"2026-01-30"}
deleted_at IS NULL AND "run_at" <= ?::timestamptz AND "started_at" IS NULL AND "finished_at" > ?::timestamptz
-- values: ["2026-01-31T09:00:00.000Z","2026-01-30T00:00:00.000Z"]

-- jobs {"task__in":"cleanup_logs","priority__lte":-1,"attempts__gte":3,"maxAttempts__eq":5}
deleted_at IS NULL AND "task" = ANY (?::text[]) AND "priority" <= ?::bigint AND "attempts" >= ?::bigint AND "max_attempts" = ?::bigint
-- values: [["cleanup_logs"],"-1","3","5"]

-- jobs {"error__ilike":"can't \\ 100%","workerId__eq":"w-1","duration__isnotnull":"true"}
deleted_at IS NULL AND "error" ILIKE ?::text AND "worker_id" = ?::text AND "duration" IS NOT NULL
-- values: ["%can't \\\\ 100\\%%","w-1"]

-- views {"name__ilike":"cards","resource__eq":"logs","service__isnull":"true"}
deleted_at IS NULL AND "name" ILIKE ?::text AND "resource" = ?::text AND "service" IS NULL
-- values: ["%cards%","logs"]

-- views {"search":"declined"}
deleted_at IS NULL AND ("name" ILIKE ?::text)
-- values: ["%declined%"]

-- keys {"name__ilike":"ci","prefix__eq":"abc"}
deleted_at IS NULL AND "name" ILIKE ?::text AND "prefix" = ?::text
-- values: ["%ci%","abc"]

-- audit {"actor__eq":"key:abc","action__startswith":"replay."}
deleted_at IS NULL AND "actor" = ?::text AND "action" LIKE ?::text
-- values: ["key:abc","replay.%"]

-- traces {"service__eq":"shop","name__startswith":"GET ","hasError__eq":"true","duration__gte":250}
deleted_at IS NULL AND "service" = ?::text AND "name" LIKE ?::text AND "has_error" = ?::boolean AND "duration" >= ?::float8
-- values: ["shop","GET %","true","250"]

-- traces {"statusCode__gte":500,"spanCount__gt":9,"hasRoot__eq":"false","search":"4bf92f3577b34da6a3ce929d0e0e4736"}
deleted_at IS NULL AND "status_code" >= ?::bigint AND "span_count" > ?::bigint AND "has_root" = ?::boolean AND ("name" ILIKE ?::text OR "service" ILIKE ?::text OR coalesce("trace_id" = ?::text, false))
-- values: ["500","9","false","%4bf92f3577b34da6a3ce929d0e0e4736%","%4bf92f3577b34da6a3ce929d0e0e4736%","4bf92f3577b34da6a3ce929d0e0e4736"]

-- jobs {"id__lt":10,"status__eq":"dead","jobKey__isnotnull":"true"}
deleted_at IS NULL AND "job_id" < ?::bigint AND "status" = ?::text AND "job_key" IS NOT NULL
-- values: ["10","dead"]
