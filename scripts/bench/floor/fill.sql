-- Fills an empty record with %(n)s proposals and what belongs to each. The triggers stay out of it.
SET LOCAL session_replication_role = replica;
SELECT setseed(0.42);
INSERT INTO proposals_desk (name_ar, name_fa, name_en, email)
SELECT 'مكتب ' || n, 'میز ' || n, 'Desk ' || n, '' FROM generate_series(1, 5) n;
INSERT INTO proposals_committee (name_ar, name_fa, name_en, desk_id)
SELECT 'اللجنة المشتركة ' || n, 'کمیسیون مشترک ' || n, 'Joint committee ' || n, 1 + n %% 5
FROM generate_series(1, 20) n;
INSERT INTO proposals_meeting (committee_id, ordinal, place, starts_on, ends_on, agenda, minutes)
SELECT c.id, n, 'بغداد', date '2021-01-10' + 180 * n, date '2021-01-11' + 180 * n, '', ''
FROM proposals_committee c, generate_series(1, 8) n;
INSERT INTO proposals_outlet (name_ar, name_fa, name_en, host, encoding)
SELECT 'صحيفة ' || n, 'روزنامهٔ ' || n, 'Paper ' || n, 'paper' || n || '.example', ''
FROM generate_series(1, 20) n;
CREATE TEMP TABLE words ON COMMIT DROP AS SELECT
    ARRAY['مركز عمليات حدودي مشترك', 'لجنة لمكافحة المخدرات', 'مذكرة تفاهم قضائية',
        'خط ربط كهربائي', 'برنامج لتدريب الضباط', 'منفذ جمركي جديد', 'تبادل المعلومات المالية',
        'سكة حديد بين المدينتين', 'إعفاء الزوار من الرسوم', 'مختبر لفحص الأغذية'] AS ar,
    ARRAY['مرکز عملیات مرزی مشترک', 'کمیتهٔ مبارزه با مواد مخدر', 'یادداشت تفاهم قضایی',
        'خط اتصال برق', 'برنامهٔ آموزش افسران', 'گذرگاه گمرکی تازه', 'تبادل اطلاعات مالی',
        'راه‌آهن میان دو شهر', 'معافیت زائران از عوارض', 'آزمایشگاه مواد غذایی'] AS fa,
    ARRAY['A joint border operations centre', 'A committee against drugs',
        'A judicial memorandum', 'A power line', 'A training programme for officers',
        'A new customs post', 'Exchange of financial information', 'A railway between two cities',
        'Free entry for pilgrims', 'A laboratory for food'] AS en,
    ARRAY['joint_body', 'prevention_treatment', 'legal_judicial', 'infrastructure_energy',
        'training_capacity', 'border_security', 'information_sharing', 'infrastructure_energy',
        'people_exchange', 'trade_economic'] AS kind,
    ARRAY['البصرة', 'مهران', 'السليمانية', 'خانقين', 'عبادان', 'أربيل', 'تبريز'] AS place,
    ARRAY['IR-IQ', 'IQ-IR', 'IR-IQ', 'IQ-IR', 'IQ-TR', 'IR-TR', 'IQ-SY'] AS sides;
INSERT INTO proposals_proposal (reference, pair, title_ar, title_fa, title_en, original_language,
    kind, act, proposed_on, status, left_status, status_reason, status_since, visibility, version,
    created_at, updated_at, due_on, due_wording, due_precision, desk_id, committee_id, meeting_id,
    owner_id)
SELECT pair || '-' || extract(year FROM day) || '-' || n, pair,
    ar[w] || ' في ' || place[1 + n %% 7] || CASE WHEN n %% 2500 = 7 THEN ' والزعفران' ELSE '' END
        || ' ' || n, fa[w] || ' ' || n, en[w] || ', number ' || n,
    (ARRAY['ar', 'fa', 'en'])[1 + n %% 3], kind[w], 'proposes', day,
    (ARRAY['proposed', 'under_discussion', 'agreed', 'in_progress'])[1 + n %% 4], '', '',
    day + time '09:00', CASE WHEN n %% 10 = 0 THEN 'internal' ELSE 'shared' END, 3,
    day + time '09:00', day + 30 + n %% 300 + time '10:00' + n * interval '1 millisecond',
    CASE WHEN n %% 3 > 0 THEN day + 400 END, '', CASE WHEN n %% 3 > 0 THEN 'day' ELSE '' END,
    1 + n %% 5, 1 + (n / 7) %% 20, CASE WHEN n %% 2 = 0 THEN 1 + ((n / 7) %% 20) * 8 END, NULL
FROM words, generate_series(1, %(n)s) n, LATERAL (SELECT 1 + n %% 10 AS w,
    CASE WHEN sides[1 + n %% 7] = 'IR-IQ' THEN 'IQ-IR' ELSE sides[1 + n %% 7] END AS pair,
    date '2021-01-01' + (random() * 2100)::int AS day) drawn;
INSERT INTO proposals_position (proposal_id, party_id, is_proposer, is_addressee, stance,
    responsible_body)
SELECT p.id, party.id, side = 1, side = 2,
    CASE side WHEN 1 THEN 'proposed' ELSE 'considers' END, ''
FROM proposals_proposal p CROSS JOIN generate_series(1, 2) side
JOIN proposals_party party ON party.code = split_part(p.pair, '-', side);
INSERT INTO proposals_article (address, canonical_address, title, language, published_at,
    received_at, text, text_sha256, state, failure, failure_detail, attempts, outlet_id,
    is_charset_uncertain, is_incomplete)
SELECT 'https://paper.example/' || n, '', title_ar, 'ar', created_at, created_at,
    'قال الوزير إن بلاده تقترح ' || title_ar || ' وذلك خلال زيارته الرسمية.', '', 'read', '', '', 0,
    1 + n %% 20, false, false
FROM (SELECT *, row_number() OVER (ORDER BY id) n FROM proposals_proposal) p;
INSERT INTO proposals_evidence (proposal_id, article_id, exact, prefix, suffix, start, "end", voice,
    dated_on, is_automatic, confirmed_by, created_at, confirmed_at)
SELECT p.id, a.id, a.text, '', '', 0, length(a.text), 'joint', p.proposed_on, false, 'Samira',
    p.created_at, p.created_at
FROM (SELECT *, row_number() OVER (ORDER BY id) n FROM proposals_proposal) p
JOIN proposals_article a ON a.address = 'https://paper.example/' || n
UNION ALL
SELECT p.id, a.id, left(a.text, 60), '', '', 0, 60, 'unnamed', p.proposed_on + 9, true, '',
    p.created_at, NULL
FROM (SELECT *, row_number() OVER (ORDER BY id) n FROM proposals_proposal) p
JOIN proposals_article a ON a.address = 'https://paper.example/' || (1 + n %% %(n)s);
INSERT INTO proposals_milestone (proposal_id, title, due_on, due_wording, due_precision)
SELECT id, 'A step', due_on, '', 'day' FROM proposals_proposal WHERE due_on IS NOT NULL;
INSERT INTO proposals_change (transaction, at, subject, subject_id, proposal_id, operation, fields,
    actor, actor_name, why)
SELECT 10 * p.id + step, p.created_at + step * interval '9 days', 'proposal', p.id, p.id,
    CASE step WHEN 0 THEN 'insert' ELSE 'update' END,
    CASE step WHEN 0 THEN jsonb_build_object('title_ar', jsonb_build_array(null, p.title_ar),
        'kind', jsonb_build_array(null, p.kind), 'status', '[null, "proposed"]'::jsonb,
        'committee_id', jsonb_build_array(null, p.committee_id),
        'visibility', jsonb_build_array(null, p.visibility))
    WHEN 1 THEN jsonb_build_object('due_on', jsonb_build_array(null, p.due_on))
    ELSE jsonb_build_object('status', jsonb_build_array('proposed', p.status)) END,
    'user:1', 'Samira', ''
FROM proposals_proposal p, generate_series(0, 2) step
UNION ALL
SELECT 10 * p.proposal_id + 3, now(), 'position', p.id, p.proposal_id, 'insert',
    jsonb_build_object('party_id', jsonb_build_array(null, p.party_id),
        'stance', jsonb_build_array(null, p.stance)), 'user:1', 'Samira', ''
FROM proposals_position p;
INSERT INTO proposals_searchtext (proposal_id, text)
SELECT p.id, proposals_fold(concat_ws(E'\n', p.reference, p.title_ar, p.title_fa, p.title_en,
    string_agg(e.exact, E'\n' ORDER BY e.id)))
FROM proposals_proposal p JOIN proposals_evidence e ON e.proposal_id = p.id GROUP BY p.id;
INSERT INTO proposals_referencecounter (pair, year, last) VALUES ('IQ-IR', 2026, 9000000);
INSERT INTO proposals_epoch (server, base, begun_at)
VALUES (proposals_present_server(), 100000000, now());
