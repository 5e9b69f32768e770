-- The research data. participant_id leads every key, and nothing here refers to intake, audit or identity, so
-- that these tables can be distributed by participant. Coded answers are smallint: 0 and above are codes of the
-- concept's scale, -1 to -6 say why there is none (not asked, not answered, unknown, refused, not applicable,
-- unreadable). batch_id is the number of the import that stored the row, so that it can be taken back, and NULL where
-- the row was entered directly; like everything here it refers to no other schema.
create schema cohort;
grant usage on schema cohort to covalux_writer, covalux_reader;
alter default privileges in schema cohort grant select on tables to covalux_reader;
alter default privileges in schema cohort grant select, insert, update, delete on tables to covalux_writer;

create sequence cohort.participant_number;
grant usage on sequence cohort.participant_number to covalux_writer;

create table cohort.participant (
  participant_id bigint not null,
  birth_year smallint constraint participant_birth_year_plausible check (birth_year between 1880 and 2100),
  age_at_enrolment smallint constraint participant_age_at_enrolment_plausible
    check (age_at_enrolment between 0 and 120),
  sex smallint not null default -1 constraint participant_sex_coded check (sex between -6 and 3),
  canton text references reference.canton,
  enrolled date,
  died date,
  education smallint not null default -1 constraint participant_education_coded check (education between -6 and 8),
  smoking smallint not null default -1 constraint participant_smoking_coded check (smoking between -6 and 2),
  height_cm double precision constraint participant_height_cm_plausible check (height_cm between 30 and 272),
  weight_kg double precision constraint participant_weight_kg_plausible check (weight_kg between 0.3 and 650),
  pregnant smallint not null default -1,
  healthcare_worker smallint not null default -1,
  asthma smallint not null default -1,
  diabetes smallint not null default -1,
  hypertension smallint not null default -1,
  chronic_heart_disease smallint not null default -1,
  chronic_lung_disease smallint not null default -1,
  chronic_kidney_disease smallint not null default -1,
  liver_disease smallint not null default -1,
  immunosuppression smallint not null default -1,
  cancer smallint not null default -1,
  batch_id integer,
  constraint participant_pkey primary key (participant_id),
  constraint participant_conditions_coded check (
    least(pregnant, healthcare_worker, asthma, diabetes, hypertension, chronic_heart_disease,
      chronic_lung_disease, chronic_kidney_disease, liver_disease, immunosuppression, cancer) >= -6
    and greatest(pregnant, healthcare_worker, asthma, diabetes, hypertension, chronic_heart_disease,
      chronic_lung_disease, chronic_kidney_disease, liver_disease, immunosuppression, cancer) <= 1)
);

-- The three switches of withdrawal are dates: from that day on no new data, no use of data, no use of samples.
create table cohort.consent (
  participant_id bigint not null,
  status smallint not null default -1 constraint consent_status_coded check (status between -6 and 2),
  given date,
  version text constraint consent_version_length check (length(version) <= 200),
  future_use_of_data smallint not null default -1,
  future_use_of_samples smallint not null default -1,
  re_contact smallint not null default -1,
  participation_ended date,
  data_use_ended date,
  sample_use_ended date,
  batch_id integer,
  constraint consent_pkey primary key (participant_id),
  constraint consent_participant_known foreign key (participant_id)
    references cohort.participant on delete cascade,
  constraint consent_switches_coded check (
    least(future_use_of_data, future_use_of_samples, re_contact) >= -6
    and greatest(future_use_of_data, future_use_of_samples, re_contact) <= 1)
);

create table cohort.infection (
  participant_id bigint not null,
  form text not null,
  slot text not null,
  onset date,
  onset_precision smallint not null default 0,
  tested date,
  tested_precision smallint not null default 0,
  test smallint not null default -1 constraint infection_test_coded check (test between -6 and 5),
  status smallint not null default -1 constraint infection_status_coded check (status between -6 and 3),
  severity smallint not null default -1 constraint infection_severity_coded check (severity between -6 and 4),
  hospitalised smallint not null default -1
    constraint infection_hospitalised_coded check (hospitalised between -6 and 1),
  sequenced_variant text constraint infection_sequenced_variant_length check (length(sequenced_variant) <= 200),
  batch_id integer,
  constraint infection_pkey primary key (participant_id, form, slot),
  constraint infection_participant_known foreign key (participant_id)
    references cohort.participant on delete cascade,
  constraint infection_precision_coded check (
    onset_precision between 0 and 2 and tested_precision between 0 and 2)
);

create table cohort.vaccination (
  participant_id bigint not null,
  form text not null,
  slot text not null,
  received smallint not null default -1
    constraint vaccination_received_coded check (received between -6 and 1),
  product text constraint vaccination_product_known references reference.vaccine,
  strain text constraint vaccination_strain_length check (length(strain) <= 200),
  given date,
  given_precision smallint not null default 0
    constraint vaccination_given_precision_coded check (given_precision between 0 and 2),
  batch text constraint vaccination_batch_length check (length(batch) <= 200),
  batch_id integer,
  constraint vaccination_pkey primary key (participant_id, form, slot),
  constraint vaccination_participant_known foreign key (participant_id)
    references cohort.participant on delete cascade
);

-- One row per answered form, wide on purpose: what the model knows of a response, then a column per symptom of
-- Schema/reference/symptom.csv in its order, then a column per item of an instrument, then the answers that no
-- concept exists for. One key and one foreign key for all of it is what lets an import keep up with a plain COPY.
--
-- A coded column is NULL where the form has no such question, which is most columns of most forms, and -1 where the
-- question was skipped by design; both are "not asked". A NULL takes neither room nor the time to store and check it.
--
-- Answers without a concept lie by their place in the questionnaire version that asked: coded answers, numbers
-- (dates as days since 2000-01-01), and text by name; `reasons` holds why a number, date or text is missing, by name.
--
-- `digest` is that of the source row, so that an unchanged row of a file is recognised without reading or sending
-- it; it is cleared by whatever else changes the row's values. It is read with the key for every stored row, so they
-- come first: the columns behind them are then not looked at.
create table cohort.response (
  participant_id bigint not null,
  digest uuid,
  instance smallint not null constraint response_instance_positive check (instance >= 1),
  form text not null,
  event text not null,
  completed date,
  infection_slot text,
  alternative_diagnosis smallint
    constraint response_alternative_diagnosis_coded check (alternative_diagnosis between -6 and 1),
  daily_impact smallint
    constraint response_daily_impact_coded check (daily_impact between -6 and 3),
  symptoms_began date,
  symptoms_ended date,
  recovered smallint constraint response_recovered_coded check (recovered between -6 and 1),
  fatigue smallint,
  post_exertional_malaise smallint,
  fever smallint,
  chills smallint,
  cough smallint,
  dyspnoea smallint,
  chest_pain smallint,
  palpitations smallint,
  sore_throat smallint,
  runny_nose smallint,
  loss_of_smell smallint,
  loss_of_taste smallint,
  headache smallint,
  brain_fog smallint,
  memory_problems smallint,
  dizziness smallint,
  sleep_problems smallint,
  anxiety smallint,
  low_mood smallint,
  irritability smallint,
  muscle_pain smallint,
  joint_pain smallint,
  abdominal_pain smallint,
  nausea smallint,
  diarrhoea smallint,
  gastrointestinal smallint,
  loss_of_appetite smallint,
  weight_loss smallint,
  skin_rash smallint,
  hair_loss smallint,
  conjunctivitis smallint,
  ear_pain smallint,
  tinnitus smallint,
  numbness smallint,
  muscle_weakness smallint,
  abnormal_movements smallint,
  seizures smallint,
  thirst smallint,
  sexual_dysfunction smallint,
  sleep_apnoea smallint,
  phq9_1 smallint,
  phq9_2 smallint,
  phq9_3 smallint,
  phq9_4 smallint,
  phq9_5 smallint,
  phq9_6 smallint,
  phq9_7 smallint,
  phq9_8 smallint,
  phq9_9 smallint,
  phq9_difficulty smallint,
  gad7_1 smallint,
  gad7_2 smallint,
  gad7_3 smallint,
  gad7_4 smallint,
  gad7_5 smallint,
  gad7_6 smallint,
  gad7_7 smallint,
  fss_1 smallint,
  fss_2 smallint,
  fss_3 smallint,
  fss_4 smallint,
  fss_5 smallint,
  fss_6 smallint,
  fss_7 smallint,
  fss_8 smallint,
  fss_9 smallint,
  pcfs smallint,
  mmrc smallint,
  eq5d_mobility smallint,
  eq5d_self_care smallint,
  eq5d_usual_activities smallint,
  eq5d_pain smallint,
  eq5d_anxiety smallint,
  eq5d_vas smallint,
  questionnaire_id integer,
  coded smallint[],
  numbers double precision[],
  texts jsonb,
  reasons jsonb,
  batch_id integer,
  constraint response_pkey primary key (participant_id, form, event, instance),
  constraint response_participant_known foreign key (participant_id)
    references cohort.participant on delete cascade,
  constraint response_symptoms_coded check (
    least(fatigue, post_exertional_malaise, fever, chills, cough, dyspnoea, chest_pain, palpitations,
      sore_throat, runny_nose, loss_of_smell, loss_of_taste, headache, brain_fog, memory_problems,
      dizziness, sleep_problems, anxiety, low_mood, irritability, muscle_pain, joint_pain, abdominal_pain,
      nausea, diarrhoea, gastrointestinal, loss_of_appetite, weight_loss, skin_rash, hair_loss,
      conjunctivitis, ear_pain, tinnitus, numbness, muscle_weakness, abnormal_movements, seizures, thirst,
      sexual_dysfunction, sleep_apnoea) >= -6
    and greatest(fatigue, post_exertional_malaise, fever, chills, cough, dyspnoea, chest_pain, palpitations,
      sore_throat, runny_nose, loss_of_smell, loss_of_taste, headache, brain_fog, memory_problems,
      dizziness, sleep_problems, anxiety, low_mood, irritability, muscle_pain, joint_pain, abdominal_pain,
      nausea, diarrhoea, gastrointestinal, loss_of_appetite, weight_loss, skin_rash, hair_loss,
      conjunctivitis, ear_pain, tinnitus, numbness, muscle_weakness, abnormal_movements, seizures, thirst,
      sexual_dysfunction, sleep_apnoea) <= 4),
  constraint response_items_coded check (
    least(phq9_1, phq9_2, phq9_3, phq9_4, phq9_5, phq9_6, phq9_7, phq9_8, phq9_9, phq9_difficulty, gad7_1,
      gad7_2, gad7_3, gad7_4, gad7_5, gad7_6, gad7_7) >= -6
    and greatest(phq9_1, phq9_2, phq9_3, phq9_4, phq9_5, phq9_6, phq9_7, phq9_8, phq9_9, phq9_difficulty, gad7_1,
      gad7_2, gad7_3, gad7_4, gad7_5, gad7_6, gad7_7) <= 3
    and least(fss_1, fss_2, fss_3, fss_4, fss_5, fss_6, fss_7, fss_8, fss_9) >= -6
    and greatest(fss_1, fss_2, fss_3, fss_4, fss_5, fss_6, fss_7, fss_8, fss_9) <= 7
    and least(pcfs, mmrc) >= -6
    and greatest(pcfs, mmrc) <= 4
    and least(eq5d_mobility, eq5d_self_care, eq5d_usual_activities, eq5d_pain, eq5d_anxiety) >= -6
    and greatest(eq5d_mobility, eq5d_self_care, eq5d_usual_activities, eq5d_pain, eq5d_anxiety) <= 5
    and eq5d_vas between -6 and 100)
);

-- Answers to the same form under another version of the questionnaire than the response's own: the places differ, so
-- they are kept apart and nothing of either is lost.
create table cohort.other_version_answer (
  participant_id bigint not null,
  form text not null,
  event text not null,
  instance smallint not null,
  questionnaire_id integer not null,
  coded smallint[],
  numbers double precision[],
  texts jsonb,
  reasons jsonb,
  batch_id integer,
  constraint other_version_answer_pkey primary key (participant_id, form, event, instance, questionnaire_id),
  constraint other_version_answer_response_known foreign key (participant_id, form, event, instance)
    references cohort.response on delete cascade
);

-- All answers without a concept, whichever version asked.
create view cohort.answer as
  select participant_id, form, event, instance, questionnaire_id, coded, numbers, texts, reasons
  from cohort.response where questionnaire_id is not null
  union all
  select participant_id, form, event, instance, questionnaire_id, coded, numbers, texts, reasons
  from cohort.other_version_answer;
